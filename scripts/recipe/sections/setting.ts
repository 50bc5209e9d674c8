import type { Value } from "../compare.ts";

/** A setting of a stage, as it is when nothing else is told. */
export function setting(
  { params }: { readonly params: { readonly [name: string]: unknown } },
  name: string,
): Value {
  const value = params[name];
  if (
    typeof value === "number" || typeof value === "string" ||
    typeof value === "boolean"
  ) return value;
  if (Array.isArray(value) && value.every((each) => typeof each === "number")) {
    return value;
  }
  throw new TypeError(`Cannot show "${name}": it is ${JSON.stringify(value)}`);
}
