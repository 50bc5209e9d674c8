import type { Json } from "../kinds/json.ts";
import type { StageDescription } from "../pipeline/description.ts";

/** A stage as keys hold it. */
export function plain({ op, version, params }: StageDescription): Json {
  return { op, version, params };
}
