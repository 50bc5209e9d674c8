/** Names the cell of a row; a column may be called anything. */
const cells = new WeakMap();

function labelled(column, field) {
  const label = document.createElement("label");
  const name = document.createElement("span");
  name.textContent = column.name;
  if (column.optional) {
    const hint = document.createElement("span");
    hint.className = "hint";
    hint.textContent = " (may be empty)";
    name.append(hint);
  }
  field.required = !column.optional;
  cells.set(field, column);
  label.append(name, field);
  return label;
}

function numberField({ median }) {
  const field = document.createElement("input");
  field.type = "number";
  field.step = "any";
  field.value = String(Math.round(median * 1000) / 1000);
  return field;
}

/** A list of what training has met. Options hold JSON: true is no "true". */
function choiceField({ values, optional }) {
  const field = document.createElement("select");
  if (optional) field.add(new Option("", ""));
  for (const value of values) {
    field.add(new Option(String(value), JSON.stringify(value)));
  }
  return field;
}

function jsonField() {
  const label = document.createElement("label");
  label.className = "whole";
  const field = document.createElement("textarea");
  field.rows = 6;
  field.spellcheck = false;
  field.value = "{\n  \n}";
  label.append("The row, as a JSON object", field);
  return label;
}

/** Makes a field for each column, or one for a row as text. */
export function fillForm(place, columns) {
  if (!columns) return place.replaceChildren(jsonField());
  place.replaceChildren(
    ...columns.map((column) =>
      labelled(
        column,
        column.values ? choiceField(column) : numberField(column),
      )
    ),
  );
}

/** The row that was filled in; an empty cell is null. */
export function rowIn(place) {
  const text = place.querySelector("textarea");
  if (text) return JSON.parse(text.value);
  const fields = [...place.querySelectorAll("input, select")];
  return Object.fromEntries(fields.map((field) => {
    const { name } = cells.get(field);
    const value = field.value === "" ? null : JSON.parse(field.value);
    return [name, value];
  }));
}
