/**
 * A pipeline as a graph of computations.
 *
 *     items ──────────┬─ statistics ─ input ─┐
 *     sets (train) ───┘                      │
 *     labels, sets ─ start ─ epoch ─ … ─ epoch ─ predictions ─ metrics
 *                      │                     ├── predictions/tta ─ metrics
 *     architecture, weights ┘                └── model
 *
 * Built in two steps, because files that cannot be read are known only after
 * the input: the learning side is made of what is left.
 *
 * @module
 */
import { canonical } from "../../base/codec/canonical.ts";
import { hashOf } from "../../base/codec/sha256.ts";
import {
  type PipelineDescription,
  stagesAlone,
} from "../pipeline/description.ts";
import type { PipelineStages } from "../pipeline/stages.ts";
import type { Json } from "../kinds/json.ts";
import {
  DEFAULT_OPTIMIZER,
  type OptimizerSettings,
} from "../stage/optimizer.ts";
import { callbackKey } from "./callback_key.ts";
import { type Front, frontHashes, itemsOf } from "./front.ts";
import { type EpochNode, epochNode } from "./epoch_node.ts";
import { learnable } from "./learnable.ts";
import { augmentedName } from "./metric_names.ts";
import { metricNodes } from "./metric_nodes.ts";
import { type Computed, type Given, given } from "./node.ts";
import { plain } from "./plain.ts";
import { type EpochProgram, programOf } from "./program.ts";
import { columnsOf, encodeLabel, type Vocabulary } from "./targets.ts";
import { augmentationOf, learnedTransforms } from "./test_time.ts";

/** Raise when an executor may write other bytes from the same parts. */
const VERSIONS = {
  statistics: 1,
  input: 1,
  start: 1,
  predictions: 1,
  augmented: 2,
  model: 1,
};

/** The side of the graph that turns items into arrays. */
export interface DataGraph {
  readonly statistics: Computed;
  readonly input: Computed;
}

/** Nodes from items to packed arrays. */
export function dataGraph(
  description: PipelineDescription,
  front: Front,
): DataGraph {
  const training = itemsOf(front, front.sets.train);
  const statistics: Computed = {
    name: "statistics",
    kind: "statistics",
    version: VERSIONS.statistics,
    params: plain(description.input),
    inputs: { items: given(training.map(({ item }) => item)) },
  };
  const input: Computed = {
    name: "input",
    kind: "input",
    version: VERSIONS.input,
    params: plain(description.input),
    inputs: { items: { given: frontHashes(front).source }, statistics },
  };
  return { statistics, input };
}

/** Nothing where it is the default: to name that trains nothing anew. */
function optimizerKey(
  optimizer: OptimizerSettings = DEFAULT_OPTIMIZER,
): { readonly optimizer?: Json } {
  const named = { ...optimizer };
  return canonical(named) === canonical(DEFAULT_OPTIMIZER)
    ? {}
    : { optimizer: named };
}

/** The side of the graph that trains. */
export interface LearnGraph {
  readonly vocabulary: Vocabulary;
  readonly programs: readonly EpochProgram[];
  /** One node an epoch, as planned: callbacks may decide otherwise. */
  readonly epochs: readonly EpochNode[];
  readonly predictions: Computed;
  /** Predictions with test-time augmentation, if the pipeline asks for it. */
  readonly augmented: Computed | undefined;
  /**
   * By `metricNames`, in the order of the pipeline; then those with
   * test-time augmentation.
   */
  readonly metrics: ReadonlyMap<string, Computed>;
  readonly model: Computed;
}

/** The nodes that judge what was learned, in the order of the flow. */
export function judging(
  { predictions, augmented, metrics }: Pick<
    LearnGraph,
    "predictions" | "augmented" | "metrics"
  >,
): readonly Computed[] {
  return [
    predictions,
    ...augmented ? [augmented] : [],
    ...metrics.values(),
  ];
}

/** What training needs beyond the pipeline and its items. */
export interface LearnGraphOptions {
  /** sha256 of the trained weights, where the architecture has some. */
  readonly weights?: string;
  /** Kernels whose results may differ in the last bit. */
  readonly numerics: Json;
}

/** What is to be learned of each set that training sees. */
function targetsOf(
  { sets, items, labels }: Front,
  vocabulary: Vocabulary,
): { readonly train: Given; readonly valid: Given } {
  const labelOf = new Map(items.map(({ id }, at) => [id, labels[at] ?? ""]));
  const targets = (ids: readonly string[]): Given => ({
    given: hashOf(
      ids.map((id) => {
        const label = labelOf.get(id) ?? "";
        return [id, encodeLabel(vocabulary, { id, label })];
      }),
    ),
  });
  return { train: targets(sets.train), valid: targets(sets.valid) };
}

/** The same predictions over several views, if the pipeline asks for them. */
function augmentedNode(
  predictions: Computed & { readonly params: object },
  stages: PipelineStages,
): Computed | undefined {
  const augmentation = augmentationOf(stages);
  if (augmentation === undefined) return undefined;
  const { batch, seed } = stages.fit.behaviour;
  return {
    ...predictions,
    name: "predictions/tta",
    kind: "augmented",
    version: VERSIONS.augmented,
    // The last two decide the draws of the views.
    params: {
      ...predictions.params,
      augmentation: { ...augmentation },
      batch,
      seed,
    },
  };
}

/** Nodes from packed arrays to a model. */
export function learnGraph(
  description: PipelineDescription,
  stages: PipelineStages,
  front: Front,
  data: DataGraph,
  { weights, numerics }: LearnGraphOptions,
): LearnGraph {
  const { vocabulary, steps } = learnable(stages, front);
  const schedule = stages.fit.behaviour;
  const { groups } = stages.architecture.behaviour;
  const programs = programOf(schedule, { groups, steps });
  const sides = targetsOf(front, vocabulary);
  // All but its values that decides what a network answers.
  const network = {
    architecture: plain(description.architecture),
    weights: weights ?? null,
    loss: plain(description.loss),
    transforms: learnedTransforms(description, stages).map(plain),
    numerics,
  };
  const start: Computed = {
    name: "architecture",
    kind: "start",
    version: VERSIONS.start,
    virtual: true,
    params: {
      ...network,
      // Not the classes' names: to call them otherwise trains nothing.
      columns: columnsOf(vocabulary),
      batch: schedule.batch,
      seed: schedule.seed,
      weightDecay: schedule.weightDecay,
      ...callbackKey(description, stages),
      ...optimizerKey(schedule.optimizer),
      ...schedule.precision === "mixed" ? { precision: "mixed" } : {},
    },
    // Validation decides no weight, but the table that is kept with them.
    inputs: { input: data.input, ...sides },
  };
  let last = start;
  const epochs = programs.map((program) => {
    const epoch = epochNode(program, last);
    last = epoch;
    return epoch;
  });
  const checkpoint = last;
  const predictions = {
    name: "predictions",
    kind: "predictions",
    version: VERSIONS.predictions,
    // They hold the names of classes, and the baseline of the training set.
    params: { ...network, vocabulary: { ...vocabulary } },
    inputs: { checkpoint, input: data.input, ...sides },
  };
  const augmented = augmentedNode(predictions, stages);
  const metrics = new Map([
    ...metricNodes(description, predictions),
    ...augmented ? metricNodes(description, augmented, augmentedName) : [],
  ]);
  const model: Computed = {
    name: "model",
    kind: "model",
    version: VERSIONS.model,
    params: {
      description: stagesAlone(description) as Json,
      weights: weights ?? null,
      vocabulary: { ...vocabulary },
    },
    inputs: { checkpoint, statistics: data.statistics },
  };
  return {
    vocabulary,
    programs,
    epochs,
    predictions,
    augmented,
    metrics,
    model,
  };
}
