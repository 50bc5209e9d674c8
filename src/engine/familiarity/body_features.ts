import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import type { Batch } from "../../flow/stage/tensors.ts";
import { type Looking, tapped } from "../insight/tapped.ts";

/** What a network makes of a batch, at its end and before its head. */
export interface BodyPass {
  /** `[batch, outputs]`, before the loss's activation. */
  readonly raw: Tensor2D;
  /**
   * The mean over all places of the last layer that makes images:
   * `[batch, channels]`. Nothing where none does, or none shows what it makes.
   */
  readonly features: Tensor2D | undefined;
}

/** Runs a network, and looks at its body's features; within a tidy. */
export function bodyPass(session: Looking, batch: Batch): BodyPass {
  const { tf, network } = session;
  let last: Tensor | undefined;
  const forward = tapped(session, (_name, made) => {
    if (made.rank === 4) last = made;
    return made;
  });
  const raw = network.forward(forward, batch);
  return {
    raw,
    features: last === undefined ? undefined : tf.mean(last, [1, 2]),
  };
}
