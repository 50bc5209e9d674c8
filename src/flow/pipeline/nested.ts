/**
 * Values within the params of a stage, by their path: `optimizer.beta2`,
 * `callbacks.earlyStopping.patience`, `channels.0`.
 *
 * @module
 */
import type { Json } from "../kinds/json.ts";

/** Values by name. */
export type JsonObject = { readonly [name: string]: Json };

/** Whether a value holds others by name. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The name of a value that says what it is, as optimizers and callbacks do. */
export function opOf(value: Json | undefined): string | undefined {
  const op = isObject(value) && Object.hasOwn(value, "op") ? value["op"] : null;
  return typeof op === "string" ? op : undefined;
}

/** Where an element of a list is: by its place from 0, or its own name. */
function placeIn(list: readonly Json[], step: string): number | undefined {
  const at = /^\d+$/.test(step)
    ? Number(step)
    : list.findIndex((each) => opOf(each) === step);
  return at >= 0 && at < list.length ? at : undefined;
}

/**
 * A copy with the value at a path; nothing where there is no such place. What
 * is not there yet begins empty, and what becomes another thing by its `op`
 * keeps nothing of the one before.
 *
 * @param path names below `held`; none means all of it
 */
export function withNested(
  held: Json | undefined,
  path: readonly string[],
  value: Json,
): Json | undefined {
  const [step, ...further] = path;
  if (step === undefined) return value;
  if (Array.isArray(held)) {
    const at = placeIn(held, step);
    if (at === undefined) return undefined;
    const changed = withNested(held[at], further, value);
    return changed === undefined ? undefined : held.with(at, changed);
  }
  if (held !== undefined && !isObject(held)) return undefined;
  const before = held ?? {};
  const inner = Object.hasOwn(before, step) ? before[step] : undefined;
  const changed = withNested(inner, further, value);
  if (changed === undefined) return undefined;
  const becomes = step === "op" && further.length === 0 && changed !== inner;
  return becomes ? { op: changed } : { ...before, [step]: changed };
}

/** The paths of what stands in values that say what they are, for messages. */
export function nestedPaths(base: string, held: Json): readonly string[] {
  if (Array.isArray(held)) {
    return held.flatMap((each, at) => {
      const op = opOf(each);
      return op === undefined
        ? []
        : [`${base}.${op}`, `${base}.${at}`].flatMap((path) =>
          nestedPaths(path, each)
        );
    });
  }
  if (!isObject(held) || opOf(held) === undefined) return [];
  return Object.keys(held).map((name) => `${base}.${name}`);
}
