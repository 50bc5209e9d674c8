/**
 * The transforms of a pipeline as few passes over a batch: neighbours that move
 * pixels become one sampling, neighbours that change light one formula.
 *
 * @module
 */
import type { Random } from "../../base/random/random.ts";
import { stream } from "../../base/random/stream.ts";
import type { Tensor4D, Tensors } from "../../flow/stage/tensors.ts";
import type {
  Affine,
  Lighting,
  TransformBehaviour,
} from "../../flow/stage/transform.ts";
import { compose, IDENTITY, toPixels } from "./affine.ts";

/** What decides the draws of a batch. */
export interface TransformContext {
  readonly tf: Tensors;
  readonly seed: number;
  readonly epoch: number;
  /** One id an image: the same image gets the same draw in any batch. */
  readonly ids: readonly string[];
}

/** Keeps a value off 0 and 1, where its logit is infinite. */
const MARGIN = 1e-6;

function sample(
  { tf }: TransformContext,
  batch: Tensor4D,
  matrices: readonly Affine[],
): Tensor4D {
  const [, height, width] = batch.shape;
  const rows = matrices.flatMap((each) => toPixels(each, height, width));
  const moves = tf.tensor2d(rows, [matrices.length, 8]);
  return tf.image.transform(batch, moves, "bilinear", "reflect");
}

function light(
  { tf }: TransformContext,
  batch: Tensor4D,
  lightings: readonly Lighting[],
): Tensor4D {
  const column = (of: (each: Lighting) => number) =>
    tf.tensor4d(lightings.map(of), [lightings.length, 1, 1, 1]);
  const safe = tf.clipByValue(batch, MARGIN, 1 - MARGIN);
  const logit = tf.neg(tf.log(tf.sub(tf.div(1, safe), 1)));
  const scaled = tf.mul(logit, column(({ scale }) => scale));
  return tf.sigmoid(tf.add(scaled, column(({ shift }) => shift)));
}

/**
 * Applies transforms that are for training, in order; runs inside a tidy.
 * Mixing is no change of single images, and comes after this.
 *
 * @param batch `[batch, height, width, channels]`, values 0 to 1
 */
export function transformTraining(
  context: TransformContext,
  transforms: readonly TransformBehaviour[],
  batch: Tensor4D,
): Tensor4D {
  const { tf, seed, epoch, ids } = context;
  const draws = (at: number): Random[] =>
    ids.map((id) => stream(seed, "transform", at, epoch, id));
  let result = batch;
  let matrices: readonly Affine[] | undefined;
  let lightings: readonly Lighting[] | undefined;
  const flush = () => {
    if (matrices) result = sample(context, result, matrices);
    if (lightings) result = light(context, result, lightings);
    matrices = lightings = undefined;
  };
  transforms.forEach((transform, at) => {
    if ("affine" in transform) {
      if (lightings) flush();
      const before = matrices ?? ids.map(() => IDENTITY);
      matrices = draws(at).map((random, image) =>
        compose(before[image] ?? IDENTITY, transform.affine(random))
      );
    } else if ("lighting" in transform) {
      if (matrices) flush();
      const before = lightings ?? ids.map(() => ({ scale: 1, shift: 0 }));
      lightings = draws(at).map((random, image) => {
        const { scale, shift } = transform.lighting(random);
        const under = before[image] ?? { scale: 1, shift: 0 };
        return {
          scale: under.scale * scale,
          shift: under.shift * scale + shift,
        };
      });
    } else if ("apply" in transform) {
      flush();
      result = transform.apply(tf, result, draws(at));
    }
  });
  flush();
  return result;
}

/** Applies the transforms that are also for validation and prediction. */
export function transformAlways(
  tf: Tensors,
  transforms: readonly TransformBehaviour[],
  batch: Tensor4D,
): Tensor4D {
  return transforms.reduce(
    (value, each) =>
      "apply" in each && each.when === "always"
        ? each.apply(tf, value, [])
        : value,
    batch,
  );
}
