import { constant, crossEntropy, normalize } from "leat";
import { fullBatches } from "../../../src/engine/train/evaluate.ts";
import { batchesOf } from "../../../src/engine/train/epoch.ts";
import { transformAlways } from "../../../src/engine/train/transform_batch.ts";
import { vocabularyOf } from "../../../src/flow/graph/targets.ts";
import type { LabelValue } from "../../../src/flow/kinds/targets.ts";
import type { Tensor4D, Tensors } from "../../../src/flow/stage/tensors.ts";
import type { Rows } from "../compare.ts";
import { onProcessor, wave } from "./formula.ts";
import { setting } from "./setting.ts";

function ids(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${at}`);
}

function classes(labels: readonly LabelValue[]): (string | boolean)[] {
  const { op, behaviour: { targets } } = crossEntropy();
  const labelled = labels.map((label, at) => ({ id: `${at}`, label }));
  return [...vocabularyOf(labelled, { op, targets }).classes];
}

/** The picture of `data.py`, normalised; in torch's order. */
function normalised(tf: Tensors): number[] {
  return tf.tidy(() => {
    const inTorch = wave(12, { size: 0.5 }).map((each) => each + 0.5);
    const picture: Tensor4D = tf.transpose(
      tf.tensor4d(inTorch, [1, 3, 2, 2]),
      [0, 2, 3, 1],
    );
    const done = transformAlways(tf, [normalize().behaviour], picture);
    return [...tf.transpose(done, [0, 3, 1, 2]).dataSync()];
  });
}

/** Sections 2.9 and 2.12: batches, classes and normalisation. */
export async function data(): Promise<Rows> {
  const fit = constant(1);
  const { batch, seed } = fit.behaviour;
  const items = ids(5000);
  const training = batchesOf(items, batch, seed, 0);
  const validation = [
    ...fullBatches({ stages: { fit }, most: Infinity }, ids(912)),
  ];
  const imagenet = normalize();
  return {
    "batch unless told": batch,
    "training: steps of 5000 items": training.length,
    "training: shuffled": training.flat().some((id, at) => id !== items[at]),
    "training: the rest is dropped": training.every(({ length }) =>
      length === batch
    ),
    "validation: batches of 912 items": validation.length,
    "validation: items in the last one": validation.at(-1)?.real.length ?? NaN,
    "classes of dog, cat, dog, Ant": classes(["dog", "cat", "dog", "Ant"]),
    "classes of true, false, true": classes([true, false, true]),
    "ImageNet: mean": setting(imagenet, "mean"),
    "ImageNet: deviation": setting(imagenet, "deviation"),
    "a picture, normalised": await onProcessor(normalised),
  };
}
