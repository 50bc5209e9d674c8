import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import type { Batch } from "../../flow/stage/tensors.ts";
import { type Looking, tapped } from "../insight/tapped.ts";

/** What a network makes of a batch, at its end and before its head. */
export interface BodyPass {
  /** `[batch, outputs]`, before the loss's activation. */
  readonly raw: Tensor2D;
  /**
   * `[batch, channels]`: of the last layer that makes images the mean over all
   * places; where none does, what the last layer but one makes. Nothing where a
   * network does not show what its layers make.
   */
  readonly features: Tensor2D | undefined;
}

/** Runs a network, and looks at its body's features; within a tidy. */
export function bodyPass(session: Looking, batch: Batch): BodyPass {
  const { tf, network } = session;
  let images: Tensor | undefined;
  const vectors: Tensor[] = [];
  const forward = tapped(session, (_name, made) => {
    if (made.rank === 4) images = made;
    else if (made.rank === 2) vectors.push(made);
    return made;
  });
  const raw = network.forward(forward, batch);
  if (images) return { raw, features: tf.mean(images, [1, 2]) };
  const last = vectors.findLast(({ id }) => id !== raw.id);
  return { raw, features: last as Tensor2D | undefined };
}
