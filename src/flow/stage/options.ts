import { notSettings } from "../../base/errors/stage.ts";
import type { Role } from "./role.ts";

/**
 * The settings that a stage is given beside its arguments. `deno run` strips
 * types, and what is no object would be spread into nothing: `oneCycle(3, 0.1)`
 * would train at another rate than it says.
 *
 * @param name the function that was called
 * @throws {PipelineError} when they are no object
 *
 * @example
 * ```ts
 * import { optionsOf } from "./options.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(optionsOf("fit", "oneCycle", { batch: 8 }), { batch: 8 });
 * ```
 */
export function optionsOf<Options extends object>(
  role: Role,
  name: string,
  options: Options,
): Options {
  const given: unknown = options;
  if (
    typeof given === "object" && given !== null && !Array.isArray(given)
  ) return options;
  throw notSettings(role, name, given);
}
