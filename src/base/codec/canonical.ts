/**
 * The one JSON text of a plain value: what Leat hashes.
 *
 * Equal values give equal text whatever the order of their keys, so a
 * description keeps its hash when its author moves a line. Keys are sorted by
 * UTF-16 code unit, numbers stand as ECMAScript writes them, `-0` is `0`, and a
 * key whose value is undefined counts as absent.
 *
 * `JSON.stringify` would turn what it cannot write into `null`, `{}` or
 * nothing, so that different values share a hash; here each is refused.
 *
 * Source: RFC 8785. It differs in lone surrogates, which it escapes (as
 * `JSON.stringify` does) and does not refuse: a file name may hold one.
 *
 * @throws {TypeError} On NaN, an infinity, a bigint, symbol or function, an
 * undefined outside of an object, an object that is not plain, or a cycle. The
 * message names the path.
 *
 * @example Moving a key changes nothing
 * ```ts
 * import { canonical } from "./canonical.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(canonical({ seed: 42, valid: 0.2 }), '{"seed":42,"valid":0.2}');
 * assert.equal(canonical({ valid: 0.2, seed: 42 }), '{"seed":42,"valid":0.2}');
 * ```
 */
export function canonical(value: unknown): string {
  return write(value, "", []);
}

function write(
  value: unknown,
  path: string,
  ancestors: readonly object[],
): string {
  if (value === null) return "null";
  switch (typeof value) {
    case "string":
    case "boolean":
      return JSON.stringify(value);
    case "number":
      if (!Number.isFinite(value)) throw refused(path, `it is ${value}`);
      return JSON.stringify(value);
    case "object":
      return writeObject(value, path, ancestors);
    case "undefined":
      throw refused(path, "it is undefined");
    default:
      throw refused(path, `it is a ${typeof value}`);
  }
}

function writeObject(
  value: object,
  path: string,
  ancestors: readonly object[],
): string {
  if (ancestors.includes(value)) throw refused(path, "it contains itself");
  const within = [...ancestors, value];
  if (Array.isArray(value)) {
    // Array.from visits holes, which map() would skip.
    const items = Array.from(
      value,
      (item: unknown, at) => write(item, `${path}[${at}]`, within),
    );
    return `[${items.join(",")}]`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    const kind = value.constructor?.name || "class instance";
    throw refused(path, `it is a ${kind}, not a plain object`);
  }
  if (Object.getOwnPropertySymbols(value).length > 0) {
    throw refused(path, "it has a symbol as a key");
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => a < b ? -1 : 1)
    .map(([key, member]) => {
      const text = write(member, path === "" ? key : `${path}.${key}`, within);
      return `${JSON.stringify(key)}:${text}`;
    });
  return `{${members.join(",")}}`;
}

function refused(path: string, fact: string): TypeError {
  return new TypeError(
    `Cannot write "${path || "value"}" as canonical JSON: ${fact}`,
  );
}
