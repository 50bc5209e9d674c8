import type { Json } from "../kinds/json.ts";
import type { Change } from "./changes.ts";
import { isDescribed } from "./described.ts";
import { isObject, type JsonObject, opOf } from "./nested.ts";

/** A value longer than that is cut: it is to be recognised, not to be copied. */
const WIDTH = 60;

function short(text: string): string {
  return text.length <= WIDTH ? text : `${text.slice(0, WIDTH - 1)}…`;
}

function members(held: JsonObject): string {
  const each = Object.entries(held).map(([name, value]) =>
    `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)}: ${
      valueText(value)
    }`
  );
  return each.length === 0 ? "{}" : `{ ${each.join(", ")} }`;
}

function called(op: string, params: JsonObject): string {
  return `${op}(${Object.keys(params).length === 0 ? "" : members(params)})`;
}

/**
 * A value of a description as one would write it: `rotate({ degrees: 10 })`.
 *
 * @example
 * ```ts
 * import { valueText } from "./change_text.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(valueText({ op: "adamW", beta2: 0.9 }), "adamW({ beta2: 0.9 })");
 * ```
 */
export function valueText(value: Json | undefined): string {
  if (value === undefined) return "none";
  if (Array.isArray(value)) return `[${value.map(valueText).join(", ")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  if (isDescribed(value)) return called(value.op, value.params);
  const op = opOf(value);
  if (op === undefined) return members(value);
  const { op: _named, ...params } = value;
  return called(op, params);
}

/**
 * A change in words: `fit.epochs 1 -> 3`.
 *
 * @example
 * ```ts
 * import { changeText } from "./change_text.ts";
 * import assert from "node:assert/strict";
 *
 * const change = { path: "fit.epochs", before: 1, after: 3 };
 * assert.equal(changeText(change), "fit.epochs 1 -> 3");
 * ```
 */
export function changeText({ path, before, after }: Change): string {
  if (isDescribed(before) && isDescribed(after) && before.op === after.op) {
    const [was, is] = [before.version, after.version];
    return `${path} ${before.op} version ${was} -> ${is}`;
  }
  return `${path} ${short(valueText(before))} -> ${short(valueText(after))}`;
}
