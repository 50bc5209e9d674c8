/**
 * A pipeline as a graph of computations.
 *
 *     items ──────────┬─ statistics ─ input ─┐
 *     sets (train) ───┘                      │
 *     labels, sets ─ start ─ epoch ─ … ─ epoch ─ predictions ─ metrics
 *                      │                     └── model
 *     architecture, weights ┘
 *
 * Built in two steps, because files that cannot be read are known only after
 * the input: the learning side is made of what is left.
 *
 * @module
 */
import { hashOf } from "../../base/codec/sha256.ts";
import { snakeCase } from "../../base/codec/snake_case.ts";
import type {
  PipelineDescription,
  StageDescription,
} from "../pipeline/description.ts";
import type { PipelineStages } from "../pipeline/stages.ts";
import type { Json } from "../kinds/json.ts";
import { type Front, frontHashes, itemsOf } from "./front.ts";
import { learnable } from "./learnable.ts";
import { type Computed, given } from "./node.ts";
import { type EpochProgram, programOf } from "./program.ts";
import { encodeLabel, type Vocabulary } from "./targets.ts";

/** Raise when an executor may write other bytes from the same parts. */
const VERSIONS = {
  statistics: 1,
  input: 1,
  start: 1,
  epoch: 1,
  predictions: 1,
  metric: 1,
  model: 1,
};

/** The side of the graph that turns items into arrays. */
export interface DataGraph {
  readonly statistics: Computed;
  readonly input: Computed;
}

const plain = ({ op, version, params }: StageDescription): Json => ({
  op,
  version,
  params,
});

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
    // Image items carry nothing to learn from but their names.
    inputs: {
      items: given(training.map(({ item, file }) => file ? null : item)),
    },
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

/** The side of the graph that trains. */
export interface LearnGraph {
  readonly vocabulary: Vocabulary;
  readonly programs: readonly EpochProgram[];
  /** One node an epoch, in the order of `programs`. */
  readonly epochs: readonly Computed[];
  readonly predictions: Computed;
  /** By name in snake case, in the order of the pipeline. */
  readonly metrics: ReadonlyMap<string, Computed>;
  readonly model: Computed;
}

/** What training needs beyond the pipeline and its items. */
export interface LearnGraphOptions {
  /** sha256 of the trained weights, where the architecture has some. */
  readonly weights?: string;
  /** Kernels whose results may differ in the last bit. */
  readonly numerics: Json;
}

/** Nodes from packed arrays to a model. */
export function learnGraph(
  description: PipelineDescription,
  stages: PipelineStages,
  front: Front,
  data: DataGraph,
  { weights, numerics }: LearnGraphOptions,
): LearnGraph {
  const { sets, items, labels } = front;
  const labelOf = new Map(items.map(({ id }, at) => [id, labels[at] ?? ""]));
  const labelled = (ids: readonly string[]) =>
    ids.map((id) => ({ id, label: labelOf.get(id) ?? "" }));
  const { vocabulary, steps } = learnable(stages, front);
  const schedule = stages.fit.behaviour;
  const { groups } = stages.architecture.behaviour;
  const programs = programOf(schedule, { groups, steps });
  const targets = (ids: readonly string[]) =>
    hashOf(
      labelled(ids).map((each) => [
        each.id,
        [...encodeLabel(vocabulary, each)],
      ]),
    );
  const start: Computed = {
    name: "architecture",
    kind: "start",
    version: VERSIONS.start,
    virtual: true,
    params: {
      architecture: plain(description.architecture),
      weights: weights ?? null,
      classes: vocabulary.classes,
      loss: plain(description.loss),
      transforms: description.transforms.map(plain),
      batch: schedule.batch,
      seed: schedule.seed,
      weightDecay: schedule.weightDecay,
      numerics,
    },
    inputs: {
      input: data.input,
      statistics: data.statistics,
      train: { given: targets(sets.train) },
      valid: { given: targets(sets.valid) },
    },
  };
  let last = start;
  const epochs = programs.map((program) => {
    const { phase, epoch, firstTrainable, reset, settings } = program;
    last = {
      name: `fit/${phase}/${epoch}`,
      kind: "epoch",
      version: VERSIONS.epoch,
      params: {
        firstTrainable,
        reset,
        settings: hashOf(settings.map(({ rates, momentum }) => [
          [...rates],
          momentum,
        ])),
      },
      inputs: {},
      after: last,
    };
    return last;
  });
  const checkpoint = last;
  const predictions: Computed = {
    name: "predictions",
    kind: "predictions",
    version: VERSIONS.predictions,
    params: {
      numerics,
      loss: plain(description.loss),
      transforms: description.transforms.map(plain),
    },
    inputs: {
      checkpoint,
      input: data.input,
      valid: { given: targets(sets.valid) },
    },
  };
  const metrics = new Map(description.metrics.map((metric) => {
    const name = snakeCase(metric.op);
    const node: Computed = {
      name: `metrics/${name}`,
      kind: "metric",
      version: VERSIONS.metric,
      params: plain(metric),
      inputs: { predictions },
    };
    return [name, node] as const;
  }));
  const model: Computed = {
    name: "model",
    kind: "model",
    version: VERSIONS.model,
    params: { description: description as Json, vocabulary: { ...vocabulary } },
    inputs: { checkpoint, statistics: data.statistics },
  };
  return { vocabulary, programs, epochs, predictions, metrics, model };
}
