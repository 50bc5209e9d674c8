/** Two runs side by side, and what they differ in. */
import { comparedCurves } from "./curves.mjs";
import { el, h } from "./dom.mjs";
import { duration, figure, signed, when, words } from "./text.mjs";

function row(title, before, after, difference) {
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, title),
    h("td", {}, before),
    h("td", {}, after),
    h("td", { class: "number" }, difference ?? ""),
  );
}

function tableOf({ before, after, metrics }) {
  const took = ({ status, seconds }) =>
    status === "running" || status === "killed" ? "–" : duration(seconds);
  // One that came to no end leaves no count of them.
  const did = ({ executed, reused }) =>
    executed + reused === 0 ? "–" : `${executed} computed, ${reused} reused`;
  const both = (title, read) => row(title, read(before), read(after));
  const head = (side, look) =>
    h(
      "th",
      { scope: "col" },
      h("i", { class: look, "aria-hidden": "true" }),
      h(
        "a",
        {
          href: `?${new URLSearchParams({ run: side.id })}`,
          "data-run": side.id,
        },
        `${side.pipeline} ${side.short}`,
      ),
    );
  return h(
    "table",
    { class: "sides" },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("td"),
        head(before, "one"),
        head(after, "two"),
        h("th", { scope: "col", class: "number" }, "difference"),
      ),
    ),
    h(
      "tbody",
      {},
      both("began", ({ started }) => when(started)),
      both("status", ({ status }) => status),
      both("set", ({ settings }) => settings.join(" ") || "–"),
      both("time", took),
      both("nodes", did),
      metrics.map(({ name, before, after, difference }) =>
        row(words(name), figure(before), figure(after), signed(difference))
      ),
    ),
  );
}

function differencesOf({ knobs, params, machine, first, equal }) {
  const list = (title, texts) =>
    texts.length === 0 ? [] : [
      h("h3", {}, title),
      h("ul", { class: "changes" }, texts.map((text) => h("li", {}, text))),
    ];
  const verdict = equal
    ? "The runs are equal: the same nodes with the same results."
    : first
    ? `The first node that differs is ${first.node}: ${first.why.join(", ")}.`
    : "No node is known to differ: a run that came to no end leaves none.";
  return [
    h("p", { class: "verdict" }, verdict),
    list("Knobs", knobs),
    list("Params", params),
    list("Computed on", machine),
  ];
}

/** Reads what two runs differ in, and shows it. */
export async function showComparison(before, after) {
  const asked = new URLSearchParams({ before, after });
  const response = await fetch(`/compare?${asked}`);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error.message);
  el("sides").replaceChildren(tableOf(answer));
  el("differences").replaceChildren(...differencesOf(answer).flat(3));
  el("compared-charts").replaceChildren();
  comparedCurves(el("compared-charts"), answer);
}
