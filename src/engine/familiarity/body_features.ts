import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import type { Batch } from "../../flow/stage/tensors.ts";
import { type Looking, tapped } from "../insight/tapped.ts";

/** What a network makes of a batch, at its end and before its head. */
export interface BodyPass {
  /** `[batch, outputs]`, before the loss's activation. */
  readonly raw: Tensor2D;
  /**
   * `[batch, channels]`: of the last layer that makes images the mean over all
   * places; where none does, what the first layer that shows itself makes, such
   * as all columns of a row side by side. Nothing where none does.
   *
   * Of a row, later layers know less: they keep what tells its classes apart,
   * and odd rows fall together with others. Of rows of UCI Adult whose cells
   * were drawn from other rows, 35% are farther than 95% of validation rows by
   * the columns, and 9% by what the last layer reads.
   */
  readonly features: Tensor2D | undefined;
  /** Whether the features are columns: each counts by its own spread. */
  readonly columns: boolean;
}

/** Runs a network, and looks at its body's features; within a tidy. */
export function bodyPass(session: Looking, batch: Batch): BodyPass {
  const { tf, network } = session;
  let images: Tensor | undefined;
  let first: Tensor | undefined;
  const forward = tapped(session, (_name, made) => {
    if (made.rank === 4) images = made;
    else if (made.rank === 2) first ??= made;
    return made;
  });
  const raw = network.forward(forward, batch);
  if (images) {
    return { raw, features: tf.mean(images, [1, 2]), columns: false };
  }
  const features = first?.id === raw.id ? undefined : first as Tensor2D;
  return { raw, features, columns: features !== undefined };
}
