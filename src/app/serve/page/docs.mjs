/** Shows what openapi.json says. */
import { ask } from "./ask.mjs";

import { fieldsOf, typeText } from "./fields.mjs";

const main = document.getElementById("paths");

function element(name, text, ...children) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
}

/** A schema with what it refers to, as people read it. */
function resolved(value, schemas) {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => resolved(each, schemas));
  const name = value.$ref?.split("/").at(-1);
  if (name) return resolved(schemas[name], schemas);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, resolved(each, schemas)]),
  );
}

/** A schema as a table of fields, and as it is for who wants that. */
function contents(title, content = {}, schemas) {
  return Object.entries(content).flatMap(([type, { schema }]) => {
    const whole = schema && resolved(schema, schemas);
    const rows = whole ? fieldsOf(whole) : [];
    const heading = element("h3", `${title}: ${type}`);
    if (rows.length === 0) {
      const text = whole ? typeText(whole) : "";
      return text === "" ? [heading] : [heading, element("p", text)];
    }
    return [
      heading,
      fieldTable(rows),
      element(
        "details",
        "",
        element("summary", "As a JSON schema"),
        element("pre", JSON.stringify(whole, null, 2)),
      ),
    ];
  });
}

/** @param rows of `fieldsOf()` */
function fieldTable(rows) {
  const cells = (name, texts) => texts.map((text) => element(name, text));
  const scroll = element(
    "div",
    "",
    element(
      "table",
      "",
      element(
        "thead",
        "",
        element("tr", "", ...cells("th", ["field", "is", "which says"])),
      ),
      element(
        "tbody",
        "",
        ...rows.map(([path, is, says]) =>
          element(
            "tr",
            "",
            element("th", "", element("code", path)),
            ...cells("td", [is, says]),
          )
        ),
      ),
    ),
  );
  scroll.className = "scroll";
  return scroll;
}

function example(content = {}) {
  const url = `${location.origin}/predict`;
  if ("application/json" in content) {
    return `curl -H "Content-Type: application/json" -d @row.json ${url}`;
  }
  return `curl -F file=@picture.jpg ${url}`;
}

function operation(path, method, told, schemas) {
  const section = element("section");
  section.className = "card";
  const tag = element("span", method.toUpperCase());
  tag.className = "method";
  section.append(
    element("h2", "", tag, element("code", path)),
    element("p", [told.summary, told.description].filter(Boolean).join(". ")),
  );
  const { requestBody, responses, parameters = [] } = told;
  if (parameters.length > 0) {
    section.append(
      element("h3", "In the address"),
      element(
        "dl",
        "",
        ...parameters.flatMap(({ name, description }) => [
          element("dt", `?${name}=`),
          element("dd", description),
        ]),
      ),
    );
  }
  if (requestBody) {
    section.append(
      element("pre", example(requestBody.content)),
      ...contents("Send", requestBody.content, schemas),
    );
  }
  section.append(...contents("Get", responses[200]?.content, schemas));
  const faults = Object.entries(responses)
    .filter(([status]) => status !== "200");
  if (faults.length > 0) {
    section.append(
      element("h3", "Else"),
      element(
        "dl",
        "",
        ...faults.flatMap(([status, { description }]) => [
          element("dt", status),
          element("dd", description),
        ]),
      ),
    );
  }
  return section;
}

const response = await ask("/openapi.json");
if (response.status === 401) {
  main.append(
    element("p", "Give the token on the first page, then come back."),
  );
} else {
  const { info, paths, components } = await response.json();
  document.title = `${info.title} for programs`;
  document.getElementById("title").textContent = document.title;
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, told] of Object.entries(methods)) {
      main.append(operation(path, method, told, components.schemas));
    }
  }
}
