import type { Batch, Tensor } from "../../flow/stage/tensors.ts";
import { withGuidedGradients } from "./guided.ts";
import { oneOf } from "./one_of.ts";
import { type Looking, passTo } from "./tapped.ts";

/** One value of what a layer makes of one item. */
export interface Cell {
  readonly row: number;
  readonly column: number;
  readonly channel: number;
}

/** Which values are followed back. */
export interface ReconstructTask {
  /** The field of the batch that holds images. */
  readonly field: string;
  readonly layer: string;
  /** Of one item: `[height, width, channels]`. */
  readonly shape: readonly number[];
  /** One an item. */
  readonly cells: readonly Cell[];
}

/** The slope of one value of each item along the image that it was made of. */
function slopes(
  session: Looking,
  batch: Batch,
  { field, layer, shape, cells }: ReconstructTask,
): Tensor {
  const { tf } = session;
  const image = batch[field];
  if (image === undefined) throw new TypeError(`No field "${field}" to follow`);
  const [height = 0, width = 0, channels = 0] = shape;
  const count = cells.length;
  const at = (key: keyof Cell, size: number, as: number[]) =>
    tf.reshape(oneOf(tf, cells.map((cell) => cell[key]), size), as);
  const masks = [
    at("row", height, [count, height, 1, 1]),
    at("column", width, [count, 1, width, 1]),
    at("channel", channels, [count, 1, 1, channels]),
  ];
  let asked: Tensor | undefined;
  try {
    return tf.grad((pixels: Tensor) => {
      passTo(session, { ...batch, [field]: pixels }, layer, (made) => {
        const one = masks.reduce(
          (left: Tensor, mask) => tf.mul(left, mask),
          made,
        );
        asked = tf.keep(tf.sum(one));
      });
      return asked as unknown as Tensor;
    })(image);
  } finally {
    asked?.dispose();
  }
}

/**
 * What of each image made one value of a layer large, by guided gradients.
 *
 * @returns `[batch, height, width, channels]` of the image; the caller disposes
 */
export function reconstruct(
  session: Looking,
  batch: Batch,
  task: ReconstructTask,
): Tensor {
  const { tf } = session;
  return tf.tidy(() =>
    withGuidedGradients(tf, () => slopes(session, batch, task))
  );
}

/** The plain gradient, which tests hold against differences. */
export function gradientOf(
  session: Looking,
  batch: Batch,
  task: ReconstructTask,
): Tensor {
  return session.tf.tidy(() => slopes(session, batch, task));
}
