/**
 * Rows as a network reads them: images through the pipeline's transforms, then
 * normalised, and in training erased in parts and mixed; other fields as they
 * are.
 *
 * @module
 */
import type { Tensor4D } from "@tensorflow/tfjs-core";
import {
  nothingToMix,
  nothingToTransform,
} from "../../base/errors/transforms.ts";
import type { Normalization } from "../../flow/stage/architecture.ts";
import type { Field } from "../../flow/stage/input.ts";
import type { Batch, Tensors } from "../../flow/stage/tensors.ts";
import type { TransformBehaviour } from "../../flow/stage/transform.ts";
import { toBatch } from "../data/batch.ts";
import type { Rows } from "../data/packed_items.ts";
import { eraseParts } from "./erasing.ts";
import {
  mixBatch,
  type Mixing,
  type MixingContext,
  mixingOf,
} from "./mixing.ts";
import {
  transformAlways,
  type TransformContext,
  transformTraining,
} from "./transform_batch.ts";

/** A batch to learn from. */
export interface TrainingBatch {
  readonly inputs: Batch;
  /** What the loss must know, where items were mixed. */
  readonly mixing: Mixing | undefined;
}

/** What decides the draws of an augmented view. */
export interface PassContext {
  readonly seed: number;
  /** Counted from 0. */
  readonly pass: number;
  readonly ids: readonly string[];
}

/** Makes batches; the caller disposes them. */
export interface Inputs {
  /** A batch as the network reads it in training. */
  trainingBatch(rows: Rows, context: MixingContext): TrainingBatch;
  /** A batch as in training, but never mixed. */
  augmentedBatch(rows: Rows, context: PassContext): Batch;
  /** A batch as the network reads it otherwise. */
  answeringBatch(rows: Rows, count: number): Batch;
  /** The same of fields that are on the device, images as values 0 to 1. */
  readyBatch(fields: Batch): Batch;
}

/** What is taken from each channel and what it is divided by. */
function normalized(
  tf: Tensors,
  normalization: Normalization | undefined,
  image: Tensor4D,
): Tensor4D {
  if (normalization === undefined) return image;
  const mean = tf.tensor1d([...normalization.mean]);
  const deviation = tf.tensor1d([...normalization.deviation]);
  return tf.div(tf.sub(image, mean), deviation);
}

/**
 * How the rows of a pipeline become batches.
 *
 * @throws {PipelineError} when images are to be changed and there are none
 */
export function inputsOf(
  tf: Tensors,
  { fields, transforms, normalization }: {
    readonly fields: readonly Field[];
    readonly transforms: readonly TransformBehaviour[];
    /** What is done to images last. */
    readonly normalization: Normalization | undefined;
  },
): Inputs {
  const image = fields.find(({ shape }) => shape.length === 3);
  const mixes = mixingOf(transforms);
  if (mixes && !image) throw nothingToMix();
  if (transforms.length > 0 && !image) throw nothingToTransform();
  /** A batch whose images went through all that is done to them. */
  const changed = (
    batch: Batch,
    change: (images: Tensor4D) => Tensor4D,
  ): Batch => {
    const tensor = image && batch[image.name];
    if (image === undefined || tensor === undefined) return batch;
    return { ...batch, [image.name]: change(tensor as Tensor4D) };
  };
  const made = (
    rows: Rows,
    count: number,
    change: (images: Tensor4D) => Tensor4D,
  ): Batch => {
    const raw = toBatch(tf, fields, rows, count);
    const batch = changed(raw, change);
    // Images before they are made smaller can be the largest tensors of all.
    for (const [name, tensor] of Object.entries(raw)) {
      if (batch[name] !== tensor) tensor.dispose();
    }
    return batch;
  };
  const ready = (images: Tensor4D) =>
    normalized(tf, normalization, transformAlways(tf, transforms, images));
  const augmented = (
    draws: Omit<TransformContext, "tf">,
    images: Tensor4D,
  ) => {
    const context = { tf, ...draws };
    const moved = transformTraining(context, transforms, images);
    const plain = normalized(tf, normalization, moved);
    return eraseParts(context, transforms, plain);
  };
  return {
    trainingBatch(rows, context) {
      let mixing: Mixing | undefined;
      const inputs = tf.tidy(() =>
        made(rows, context.ids.length, (images) => {
          const plain = augmented(context, images);
          if (mixes === undefined) return plain;
          const mixed = mixBatch(tf, mixes, plain, context);
          mixing = mixed.mixing;
          return mixed.images;
        })
      );
      return { inputs, mixing };
    },
    augmentedBatch: (rows, { seed, pass, ids }) =>
      tf.tidy(() =>
        made(
          rows,
          ids.length,
          // Draws that no epoch of training has: theirs count from 0.
          (images) => augmented({ seed, epoch: -1 - pass, ids }, images),
        )
      ),
    answeringBatch: (rows, count) => tf.tidy(() => made(rows, count, ready)),
    readyBatch: (batch) => tf.tidy(() => changed(batch, ready)),
  };
}
