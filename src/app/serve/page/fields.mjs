/** A JSON schema as people read it: a line a field. */

/** More fields that say the same are not told one by one. */
const ALIKE = 6;
/** So many words stand for all of them. */
const WORDS = 6;

/** One of several, as a sentence has it. */
function oneOf(words) {
  const shown = words.length > WORDS
    ? [...words.slice(0, WORDS), `${words.length - WORDS} more`]
    : words;
  return shown.length < 2
    ? shown.join("")
    : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`;
}

/**
 * What a value is, in a few words.
 *
 * @param {any} schema
 * @returns {string}
 */
export function typeText(schema) {
  const { type, enum: words, minimum, maximum, items, format, oneOf: choices } =
    schema;
  if (choices) return oneOf(choices.map(typeText));
  if (words) return oneOf(words.map((word) => JSON.stringify(word)));
  if (format === "binary") return "a file";
  const types = [type ?? "anything"].flat();
  if (types[0] === "array") return `list of ${typeText(items ?? {})}`;
  const range = minimum !== undefined && maximum !== undefined
    ? `, ${minimum} to ${maximum}`
    : "";
  return `${oneOf(types)}${range}`;
}

/** What fields a value has, and it itself where it has a name. */
function within(path, schema) {
  const { properties, items, description = "" } = schema;
  if (items?.properties) {
    return [[path, "list", description], ...fieldsOf(items, `${path}[].`)];
  }
  if (!properties) return [[path, typeText(schema), description]];
  return [
    [path, typeText(schema), description],
    ...fieldsOf(schema, `${path}.`),
  ];
}

/**
 * The fields of an object, those within others after them: path, what it is,
 * and what it says.
 *
 * @param {any} schema one that refers to no other
 * @param {string} before what each path begins with
 * @returns {string[][]}
 */
export function fieldsOf({ properties = {}, oneOf: choices }, before = "") {
  const [first] = choices ?? [];
  if (first?.properties) return fieldsOf(first, before);
  const all = Object.entries(properties);
  const alike = new Set(all.map(([, each]) => JSON.stringify(each))).size === 1;
  const told = alike && all.length > ALIKE ? all.slice(0, ALIKE / 2) : all;
  const left = all.length - told.length;
  return [
    ...told.flatMap(([name, each]) => within(`${before}${name}`, each)),
    ...left > 0 ? [[`${before}…`, `${left} more like these`, ""]] : [],
  ];
}
