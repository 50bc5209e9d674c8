import type { Tensor4D } from "@tensorflow/tfjs-core";
import type {
  Network,
  Normalization,
  PretrainedValues,
} from "../../flow/stage/architecture.ts";
import type { Field } from "../../flow/stage/input.ts";
import type { Batch, Tensors } from "../../flow/stage/tensors.ts";
import type { TransformBehaviour } from "../../flow/stage/transform.ts";
import type { PipelineStages } from "../../flow/pipeline/stages.ts";
import { columnsOf, type Vocabulary } from "../../flow/graph/targets.ts";
import { toBatch } from "../data/batch.ts";
import type { Rows } from "../data/packed_items.ts";
import {
  transformAlways,
  type TransformContext,
  transformTraining,
} from "./transform_batch.ts";
import { startValues, Variables } from "./variables.ts";

/** What a network is built and fed with. */
export interface SessionOptions {
  readonly tf: Tensors;
  readonly stages: PipelineStages;
  readonly fields: readonly Field[];
  readonly vocabulary: Vocabulary;
  /** Bytes of a file that the pipeline refers to. */
  readonly read: (reference: string) => Promise<Uint8Array>;
  /** Called before any variable is on the device; may throw. */
  readonly onBuilt?: (network: Network) => void;
  /**
   * Values and normalisation of a model that was trained before; a start from
   * pretrained or drawn values by default.
   */
  readonly trained?: (network: Network) => PretrainedValues;
}

/** A network before any of its variables is on a device. */
export interface Blueprint {
  readonly network: Network;
  /** Trained values, where there are some. */
  readonly start: PretrainedValues | undefined;
  /** What is done to images last, unless the pipeline normalises itself. */
  readonly normalization: Normalization | undefined;
}

/** A network on the device with all that a pass through it needs. */
export interface Session extends Pick<Blueprint, "network" | "normalization"> {
  readonly tf: Tensors;
  readonly variables: Variables;
  readonly fields: readonly Field[];
  /** Columns of the output. */
  readonly columns: number;
  readonly stages: PipelineStages;
  /** A batch as the network reads it in training; the caller disposes it. */
  trainingBatch(rows: Rows, context: Omit<TransformContext, "tf">): Batch;
  /** A batch as the network reads it otherwise; the caller disposes it. */
  answeringBatch(rows: Rows, count: number): Batch;
  dispose(): void;
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

/** Builds the network of a pipeline and reads the values that it starts from. */
export async function drawBlueprint(
  options: SessionOptions,
): Promise<Blueprint> {
  const { tf, stages, fields, vocabulary, read } = options;
  const network = await stages.architecture.behaviour.build({
    fields,
    outputs: columnsOf(vocabulary),
    tf,
    read,
  });
  options.onBuilt?.(network);
  const start = options.trained?.(network) ?? await network.pretrained?.();
  // Weights bring the normalisation they were trained with; one of the
  // pipeline's own takes its place, as in fastai.
  const ownNormalize = stages.transforms.some(({ op }) => op === "normalize");
  const normalization = ownNormalize ? undefined : start?.normalization;
  return { network, start, normalization };
}

/** Builds the network of a pipeline and its variables on the device. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { tf, stages, fields, vocabulary } = options;
  const { network, start, normalization } = await drawBlueprint(options);
  const { seed } = stages.fit.behaviour;
  const variables = new Variables(
    tf,
    network.variables,
    startValues(network.variables, start?.values, seed),
  );
  const transforms = stages.transforms.map(({ behaviour }) => behaviour);
  const withImages = (
    batch: Batch,
    change: (
      image: Tensor4D,
      transforms: readonly TransformBehaviour[],
    ) => Tensor4D,
  ): Batch => {
    const image = fields.find(({ shape }) => shape.length === 3);
    const tensor = image && batch[image.name];
    if (image === undefined || tensor === undefined) return batch;
    const changed = change(tensor as Tensor4D, transforms);
    return { ...batch, [image.name]: normalized(tf, normalization, changed) };
  };
  return {
    tf,
    network,
    variables,
    normalization,
    fields,
    columns: columnsOf(vocabulary),
    stages,
    trainingBatch: (rows, context) =>
      tf.tidy(() =>
        withImages(
          toBatch(tf, fields, rows, context.ids.length),
          (image, list) => transformTraining({ tf, ...context }, list, image),
        )
      ),
    answeringBatch: (rows, count) =>
      tf.tidy(() =>
        withImages(
          toBatch(tf, fields, rows, count),
          (image, list) => transformAlways(tf, list, image),
        )
      ),
    dispose: () => variables.dispose(),
  };
}
