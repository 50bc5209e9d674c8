/**
 * What a step does otherwise in mixed precision.
 *
 * A convolution reads its weights rounded to halves on the way forward, as
 * fastai's `to_fp16()` does, and so does it there on the way back to its input.
 * Here that reads them as they are kept, in 32 bits. It is on purpose:
 *
 * - accuracy: halves would move each weight by at most 2^-11 of it, which is what
 *   the gradient itself is rounded by when it is stored. That of the kept weights
 *   is the nearer one, if one can tell.
 * - memory: a copy in halves is gone once the way forward is done with it. To keep
 *   it until the way back takes half of what the weights do.
 * - speed: to make it anew is a pass for each layer. Weights are read once for
 *   many pixels, so that those of twice the bytes cost nothing beside what is
 *   read and written of images.
 *
 * @module
 */
import type { Rank, Scalar, Tensor } from "@tensorflow/tfjs-core";
import { noHalves } from "../../base/errors/fit.ts";
import type { Precision } from "../../flow/stage/schedule.ts";
import type { Adapter } from "../device/adapter.ts";
import { asFloats } from "../kernels/halves/copies.ts";
import { inFull, inHalves } from "../kernels/halves/storage.ts";
import type { LossScale } from "./loss_scale.ts";

/**
 * Refuses a precision that the adapter does not have. Its hardware would take
 * many instructions for each half, and be slower than with floats: to train in
 * floats instead would give other weights than those that were asked for.
 *
 * @throws {PipelineError} saying what is missing
 */
export function checkPrecision(
  precision: Precision | undefined,
  { name, f16 }: Pick<Adapter, "name" | "f16">,
): void {
  if (precision === "mixed" && !f16) throw noHalves(name);
}

/** Does a step whose loss has a scale, if it has, and so stores in halves. */
export function stepStored<Result>(
  scale: LossScale | undefined,
  step: () => Result,
): Result {
  return scale ? inHalves(step) : step();
}

/** A loss in 32 bits, whatever the outputs are, whose gradients are scaled. */
export function scaledLoss<R extends Rank>(
  scale: LossScale | undefined,
  outputs: Tensor<R>,
  lossOf: (outputs: Tensor<R>) => Scalar,
): Scalar {
  if (scale === undefined) return lossOf(outputs);
  return scale.scaled(inFull(() => lossOf(asFloats(outputs))));
}
