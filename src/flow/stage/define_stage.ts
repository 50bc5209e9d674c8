import type { z } from "zod";
import { invalidParams } from "../../base/errors/stage.ts";
import type { Behaviours } from "./behaviours.ts";
import type { Role } from "./role.ts";
import {
  type Params,
  stage,
  type StageFactory,
  type WidestStage,
} from "./stage.ts";

/** How a stage is made: its name, its settings and what it does. */
export interface StageDefinition<R extends Role, Schema extends z.ZodType> {
  /** The stage's name within its role. */
  readonly op: string;
  /** Raise it whenever the same params may give other results. */
  readonly version: number;
  /** The settings, checked when a stage is made and when `--set` changes one. */
  readonly params: Schema;
  /** What the stage does with checked settings. */
  readonly behave: (params: z.output<Schema>) => Behaviours[R];
}

/**
 * Defines a stage of your own. The function that makes it gives it its kinds,
 * by its return type.
 *
 * Everything that changes the result belongs in `params`, which is part of the
 * stage's key; `version` stands for the code.
 *
 * @param role the key of the pipeline under which the stage will stand
 * @returns a function from params to a stage that fits every pipeline
 * @throws {PipelineError} from that function, when the params are wrong
 *
 * @example Lift the shadows of a night camera
 * ```ts
 * import { defineStage, type Image, type Transform } from "leat";
 * import { z } from "zod";
 * import assert from "node:assert/strict";
 *
 * const brightenStage = defineStage("transforms", {
 *   op: "brighten",
 *   version: 1,
 *   params: z.strictObject({ by: z.number().min(-1).max(1) }),
 *   behave: ({ by }) => ({
 *     when: "always",
 *     apply: (tf, batch) => tf.clipByValue(tf.add(batch, by), 0, 1),
 *   }),
 * });
 *
 * function brighten(by: number): Transform<Image> {
 *   return brightenStage({ by });
 * }
 *
 * assert.deepEqual(brighten(0.2).params, { by: 0.2 });
 * ```
 */
export function defineStage<R extends Role, Schema extends z.ZodType>(
  role: R,
  definition: StageDefinition<R, Schema>,
): StageFactory<R, Schema> {
  const { op, version, params: schema, behave } = definition;
  const make = (given: z.input<Schema>): WidestStage[R] => {
    const result = schema.safeParse(given);
    if (!result.success) throw invalidParams(role, op, result.error.issues);
    return stage({
      role,
      op,
      version,
      // The schema of a stage describes an object of plain data.
      params: result.data as Params,
      given: given as Params,
      behaviour: behave(result.data),
      // The schema checks whatever it is given: it may be called with anything.
      factory: factory as StageFactory<R>,
    });
  };
  const factory = Object.assign(make, { role, op, version, schema });
  return factory;
}
