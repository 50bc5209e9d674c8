import { z } from "zod";
import { optionsOf } from "../../../flow/stage/options.ts";
import { value } from "../_value.ts";

/** Settings of {@linkcode adamW}. */
export interface AdamWOptions {
  /** How much of the mean gradient stays; what the schedule says unless told. */
  readonly beta1?: number;
  /** How much of the mean squared gradient stays; 0.99 unless told. */
  readonly beta2?: number;
  /** Added to the root of that mean; 0.00001 unless told. */
  readonly epsilon?: number;
}

/** The schema of {@linkcode adamW}. */
export const adamWValue = z.strictObject({
  op: z.literal("adamW"),
  beta1: z.number().min(0).lt(1).exactOptional(),
  beta2: z.number().min(0).lt(1).default(0.99),
  epsilon: z.number().positive().default(1e-5),
});

/** Adam with decoupled weight decay. */
export type AdamW = Readonly<z.output<typeof adamWValue>>;

/**
 * Adam with decoupled weight decay: what every schedule trains with unless
 * told. A `beta1` given here holds at every step; otherwise it is the momentum
 * of the schedule, which one-cycle schedules move.
 *
 * Source: Loshchilov and Hutter, "Decoupled weight decay regularization", 2019,
 * with the defaults of fastai's `Adam`.
 *
 * @throws {PipelineError} when a setting is out of range
 *
 * @example The constants of the paper
 * ```ts
 * import { adamW, oneCycle } from "leat";
 * import assert from "node:assert/strict";
 *
 * const optimizer = adamW({ beta1: 0.9, beta2: 0.999, epsilon: 1e-8 });
 * const [phase] = oneCycle(1, { optimizer }).behaviour.phases({ groups: 1 });
 * assert.equal(phase?.at(0).momentum, 0.9);
 * ```
 */
export function adamW(options: AdamWOptions = {}): AdamW {
  return value("adamW", adamWValue, {
    op: "adamW",
    ...optionsOf("fit", "adamW", options),
  });
}
