/**
 * Parts of images that noise stands in place of, in training. They are put
 * there after all else that is done to an image, normalising too, as fastai's
 * order has it: noise of mean 0 and deviation 1 is like an image only then.
 *
 * @module
 */
import { stream, streamWords } from "../../base/random/stream.ts";
import type { Tensor4D } from "../../flow/stage/tensors.ts";
import type {
  ErasingBehaviour,
  ImageSize,
  Rectangle,
  TransformBehaviour,
} from "../../flow/stage/transform.ts";
import { eraseImages } from "../kernels/images/erase_images.ts";
import type { TransformContext } from "./transform_batch.ts";

/** What decides what is erased of an image. */
interface ErasingContext extends Pick<TransformContext, "seed" | "epoch"> {
  /** The place of the transform among all. */
  readonly at: number;
  readonly id: string;
}

/** The parts that a transform erases of one image. */
export function erasedParts(
  transform: ErasingBehaviour,
  size: ImageSize,
  { seed, at, epoch, id }: ErasingContext,
): readonly Rectangle[] {
  return transform.erase(size, stream(seed, "transform", at, epoch, id));
}

/**
 * Erases what transforms erase, in order; runs inside a tidy. Where nothing is
 * drawn there is no pass over the batch.
 *
 * @param images `[batch, height, width, channels]`, as the network reads them
 */
export function eraseParts(
  { tf, seed, epoch, ids }: TransformContext,
  transforms: readonly TransformBehaviour[],
  images: Tensor4D,
): Tensor4D {
  const [, height, width] = images.shape;
  return transforms.reduce((batch, transform, at) => {
    if (!("erase" in transform)) return batch;
    const erasures = ids.map((id) => ({
      parts: erasedParts(transform, { height, width }, { seed, at, epoch, id }),
      words: streamWords(seed, "erased", at, epoch, id),
    }));
    return erasures.some(({ parts }) => parts.length > 0)
      ? eraseImages(tf, batch, erasures)
      : batch;
  }, images);
}
