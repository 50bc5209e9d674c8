import { z } from "zod";
import { value } from "../_value.ts";

/** Learning rates that rise from the first parameter group to the last. */
export interface Slice {
  readonly op: "slice";
  /** Of the first group; without it, all but the last have a tenth. */
  readonly first?: number;
  /** Of the last group, which is the head. */
  readonly last: number;
}

/** The schema of {@linkcode slice}. */
export const sliceValue = z.strictObject({
  op: z.literal("slice"),
  first: z.number().positive().exactOptional(),
  last: z.number().positive(),
});

/**
 * Discriminative learning rates, a rate for each parameter group: first layers,
 * which know most already, learn slowest.
 *
 *     slice(last)           last / 10, .., last / 10, last
 *     slice(first, last)    first, .., last in equal ratios
 *
 * Source: Howard and Ruder, "Universal language model fine-tuning", 2018, in
 * the form of the `slice` that fastai takes.
 *
 * @throws {PipelineError} when a rate is not above 0
 *
 * @example Three groups: 0.00001, 0.0001 and 0.001
 * ```ts
 * import { oneCycle, slice } from "leat";
 * import assert from "node:assert/strict";
 *
 * const fit = oneCycle(3, { learningRate: slice(1e-5, 1e-3) });
 * const [phase] = fit.behaviour.phases({ groups: 3 });
 * const [first = 0, second = 0, third = 0] = phase?.at(0.25).rates ?? [];
 * assert.equal(first, 1e-5);
 * assert.ok(Math.abs(second / first - 10) < 1e-9);
 * assert.equal(third, 1e-3);
 * ```
 */
export function slice(last: number): Slice;
/** The rates of the first group and of the last. */
export function slice(first: number, last: number): Slice;
export function slice(one: number, other?: number): Slice {
  return value(
    "slice",
    sliceValue,
    other === undefined
      ? { op: "slice", last: one }
      : { op: "slice", first: one, last: other },
  );
}
