import { z } from "zod";
import { canonical } from "../../base/codec/canonical.ts";
import {
  knobDefaultUnfit,
  knobMisnamed,
  knobNotPlain,
  knobSetUnfit,
  knobWithoutSchema,
} from "../../base/errors/knob.ts";
import type { Json } from "../kinds/json.ts";
import { addKnob, KNOB_NAME } from "./knobs.ts";

/** zod, in whose words knobs and the params of stages say what they take. */
export { z };

function isSchema(value: unknown): value is z.ZodType {
  return typeof value === "object" && value !== null && "_zod" in value &&
    "safeParse" in value;
}

/** A copy as plain data: what JSON would change or lose is refused. */
function plainOf(name: string, value: unknown): Json {
  try {
    return JSON.parse(canonical(value));
  } catch (cause) {
    throw knobNotPlain(name, cause);
  }
}

/**
 * A value of a pipeline that the command line may set: `--set learningRate=3e-3`.
 *
 * It gives the value itself, so that it stands wherever a value does, in a
 * param or in an expression. Runs record it, and setting it does again what it
 * changes and nothing else. Files that are imported bring their knobs along,
 * and a spread keeps what was made of them. In a script a knob has its default.
 *
 * @param name one word, the same nowhere else in the file or what it imports
 * @param value what it is unless it is set
 * @param schema which values it takes
 * @throws {PipelineError} when the name is no identifier or is another knob's;
 * when the default or what was set does not fit the schema, or is no plain data
 *
 * @example A width, twice
 * ```ts
 * import { knob, mlp, z } from "leat";
 * import assert from "node:assert/strict";
 *
 * const width = knob("width", 8, z.int().positive());
 * const architecture = mlp({ hidden: [width * 2, width] });
 *
 * assert.deepEqual(architecture.params["hidden"], [16, 8]);
 * ```
 */
export function knob<Schema extends z.ZodType<Json>>(
  name: string,
  value: z.input<Schema>,
  schema: Schema,
): z.output<Schema> {
  if (typeof name !== "string" || !KNOB_NAME.test(name)) {
    throw knobMisnamed(name);
  }
  if (!isSchema(schema)) throw knobWithoutSchema(name);
  const byDefault = schema.safeParse(value);
  if (!byDefault.success) {
    throw knobDefaultUnfit(name, value, byDefault.error.issues);
  }
  const set = addKnob({ name, value: plainOf(name, value), schema });
  const result = set === undefined ? byDefault : schema.safeParse(set);
  if (!result.success) throw knobSetUnfit(name, set, result.error.issues);
  plainOf(name, result.data);
  return result.data;
}
