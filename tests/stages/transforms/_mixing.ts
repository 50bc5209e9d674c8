/**
 * Mixing of images, compared with what fastai makes of the same.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { stream } from "../../../src/base/random/stream.ts";
import type { TransformBehaviour } from "../../../src/flow/stage/transform.ts";
import reference from "../../fixtures/mixing/mixing.json" with { type: "json" };

// Else the backend advertises a package that Deno cannot load.
tf.env().set("IS_NODE", false);

export { reference };

const SHAPE = [4, 6, 8, 3] as const;

/** The images of the fixture: `[4, 6, 8, 3]`. */
export function images(): tf.Tensor4D {
  const size = SHAPE.reduce((count, side) => count * side, 1);
  const values = Array.from({ length: size }, (_, at) => (37 * at % 101) / 101);
  return tf.tensor4d(values, [...SHAPE]);
}

/** The draws that the engine hands to a mixing transform. */
export function drawsOf(
  seed: number,
  step: number,
  ids = ["a", "b", "c", "d"],
) {
  return {
    batch: stream(seed, "mixed batch", 0, step),
    items: ids.map((id) => stream(seed, "mixed item", 0, id)),
  };
}

/** What a transform makes of the fixture's images, every tensor disposed. */
export function mixed(
  behaviour: TransformBehaviour,
  { seed = 42, step = 0 }: { readonly seed?: number; readonly step?: number } =
    {},
): { readonly values: Float32Array; readonly shares: readonly number[] } {
  if (!("mix" in behaviour)) throw new TypeError("It does not mix");
  tf.engine().startScope();
  const own = images();
  const partners = tf.gather(own, tf.tensor1d(reference.partners, "int32"));
  const { images: result, shares } = behaviour.mix(tf, {
    images: own,
    partners,
    ...drawsOf(seed, step),
  });
  const values = Float32Array.from(result.dataSync());
  tf.engine().endScope();
  return { values, shares };
}

/** How far two lists of numbers are apart at most. */
export function distance(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
): number {
  if (actual.length !== expected.length) return Infinity;
  return Array.from(
    actual,
    (value, at) => Math.abs(value - (expected[at] ?? NaN)),
  ).reduce((most, each) => Math.max(most, each), 0);
}
