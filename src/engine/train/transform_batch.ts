/**
 * The transforms of a pipeline as few passes over a batch: neighbours that move
 * pixels become one sampling, neighbours that change light one formula.
 *
 * @module
 */
import type { Random } from "../../base/random/random.ts";
import { stream } from "../../base/random/stream.ts";
import type { Tensor4D, Tensors } from "../../flow/stage/tensors.ts";
import type { TransformBehaviour } from "../../flow/stage/transform.ts";
import { Passes } from "./_passes.ts";
import { ofAffine } from "./projective.ts";

/** What decides the draws of a batch. */
export interface TransformContext {
  readonly tf: Tensors;
  readonly seed: number;
  readonly epoch: number;
  /** One id an image: the same image gets the same draw in any batch. */
  readonly ids: readonly string[];
}

/** Adds what a transform does in training to the passes over a batch. */
function train(
  tf: Tensors,
  passes: Passes,
  transform: TransformBehaviour,
  randoms: readonly Random[],
): void {
  const { size } = passes;
  if ("affine" in transform) {
    const draws = randoms.map((random) => transform.affine(random));
    passes.move(draws.map((each) => ofAffine(each, size)));
  } else if ("warp" in transform) {
    passes.move(randoms.map((random) => transform.warp(random)));
  } else if ("view" in transform) {
    const draws = randoms.map((random) => transform.view(size, random));
    passes.move(
      draws.map((each) => ofAffine(each, size)),
      squareOf(transform),
    );
  } else if ("lighting" in transform) {
    passes.light(randoms.map((random) => transform.lighting(random)));
  } else if ("apply" in transform) {
    passes.apply((batch) => transform.apply(tf, batch, randoms));
  } else if ("parts" in transform) {
    for (const part of transform.parts) train(tf, passes, part, randoms);
  }
}

/** Adds what a transform does at validation and prediction. */
function answer(
  tf: Tensors,
  passes: Passes,
  transform: TransformBehaviour,
  count: number,
): void {
  if ("view" in transform) {
    const map = ofAffine(transform.view(passes.size), passes.size);
    passes.move(Array<typeof map>(count).fill(map), squareOf(transform));
  } else if ("apply" in transform && transform.when === "always") {
    passes.apply((batch) => transform.apply(tf, batch, []));
  } else if ("parts" in transform) {
    for (const part of transform.parts) answer(tf, passes, part, count);
  }
}

function squareOf({ size }: { readonly size: number }) {
  return { height: size, width: size };
}

/**
 * Applies transforms that are for training, in order; runs inside a tidy.
 * Erasing is for images that are normalised, and mixing no change of single
 * ones: both come after this.
 *
 * @param batch `[batch, height, width, channels]`, values 0 to 1
 */
export function transformTraining(
  { tf, seed, epoch, ids }: TransformContext,
  transforms: readonly TransformBehaviour[],
  batch: Tensor4D,
): Tensor4D {
  const passes = new Passes(tf, batch);
  transforms.forEach((transform, at) => {
    // As many streams of one name give every image the same draws.
    const [first = ""] = ids;
    const randoms = "parts" in transform && transform.draws === "batch"
      ? ids.map(() => stream(seed, "transform", at, epoch, "batch", first))
      : ids.map((id) => stream(seed, "transform", at, epoch, id));
    train(tf, passes, transform, randoms);
  });
  return passes.finish();
}

/** Applies the transforms that are also for validation and prediction. */
export function transformAlways(
  tf: Tensors,
  transforms: readonly TransformBehaviour[],
  batch: Tensor4D,
): Tensor4D {
  const passes = new Passes(tf, batch);
  const [count] = batch.shape;
  for (const transform of transforms) answer(tf, passes, transform, count);
  return passes.finish();
}
