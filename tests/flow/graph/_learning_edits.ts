import { z } from "zod";
import * as leat from "../../../mod.ts";
import { NUMERICS } from "../../../src/engine/run/numerics.ts";
import { table } from "../_pipelines.ts";
import {
  columns,
  type Edit,
  fineTuning,
  images,
  judging,
  training,
} from "./_edits.ts";

/** Twice the loss: another, of the same kind. */
const doubled = leat.defineStage("loss", {
  op: "doubled",
  version: 1,
  params: z.strictObject({}),
  behave: () => table.spec.loss.behaviour,
});

/** Anything in a list of phases, each with epochs of its own. */
const phasedStage = leat.defineStage("fit", {
  op: "phased",
  version: 1,
  params: z.strictObject({ epochs: z.array(z.int()) }),
  behave: ({ epochs }) => ({
    batch: 2,
    seed: 1,
    weightDecay: 0,
    phases: ({ groups }) =>
      epochs.map((count, at) => ({
        name: `phase ${at + 1}`,
        epochs: count,
        firstTrainable: 0,
        at: (position) => ({
          rates: Array<number>(groups).fill(at + 1 - position),
          momentum: 0.9,
        }),
      })),
  }),
});
const phased = (...epochs: number[]) => phasedStage({ epochs });

/** Two epochs, with something that happens between them. */
const watching = (callback: leat.Callback) =>
  leat.constant(2, { batch: 2, callbacks: [callback] });

const dimStage = (version: number) =>
  leat.defineStage("transforms", {
    op: "dim",
    version,
    params: z.strictObject({}),
    behave: () => ({ when: "always", apply: (_, batch) => batch }),
  })({});

/** Edits of the network, its training and how it is judged. */
export const LEARNING_EDITS: readonly Edit[] = [
  {
    edit: "a metric is added",
    from: columns({}),
    to: columns({ metrics: [leat.errorRate(), leat.accuracy()] }),
    runs: ["metrics/accuracy", "model"],
    why: {
      "metrics/accuracy": "no record",
      model: "metrics.accuracy none -> accuracy()",
    },
  },
  {
    edit: "a metric is taken away",
    from: columns({}),
    to: columns({ metrics: [] }),
    runs: ["model"],
    why: { model: "metrics.errorRate errorRate() -> none" },
  },
  {
    edit: "one of two metrics of a name changes",
    from: columns({
      metrics: [
        leat.f1({ average: "macro" }),
        leat.f1({ average: "binary", positive: "few" }),
      ],
    }),
    to: columns({
      metrics: [
        leat.f1({ average: "macro" }),
        leat.f1({ average: "binary", positive: "many" }),
      ],
    }),
    runs: ["metrics/f1_2", "model"],
    why: {
      "metrics/f1_2": 'metrics.f1.positive "few" -> "many"',
      model: 'metrics.1.positive "few" -> "many"',
    },
  },
  {
    edit: "a transform",
    from: images({}),
    to: images({ transforms: [leat.flip(), leat.rotate(20)] }),
    runs: fineTuning,
    why: {
      "fit/frozen/1": "transforms.rotate.degrees 10 -> 20",
      predictions: "transforms.rotate.degrees 10 -> 20",
      model: "transforms.rotate.degrees 10 -> 20",
    },
  },
  {
    edit: "test-time augmentation, wherever it stands",
    from: images({}),
    to: images({
      transforms: [leat.testTimeAugmentation(), leat.flip(), leat.rotate(10)],
    }),
    runs: ["predictions/tta", "metrics/error_rate_tta", "model"],
    why: {
      "predictions/tta": "no record",
      "metrics/error_rate_tta": "no record",
      "model":
        'transforms.testTimeAugmentation none -> testTimeAugmentation({ beta: 0.25, combine: "mean", passes:…',
    },
  },
  {
    edit: "the passes of test-time augmentation",
    from: images({
      transforms: [leat.flip(), leat.testTimeAugmentation({ passes: 2 })],
    }),
    to: images({
      transforms: [leat.flip(), leat.testTimeAugmentation({ passes: 3 })],
    }),
    runs: ["predictions/tta", "metrics/error_rate_tta", "model"],
    why: {
      "predictions/tta": "transforms.testTimeAugmentation.passes 2 -> 3",
      model: "transforms.testTimeAugmentation.passes 2 -> 3",
    },
  },
  {
    edit: "mixing",
    from: images({ transforms: [leat.flip(), leat.mixup()] }),
    to: images({ transforms: [leat.flip(), leat.mixup({ alpha: 1 })] }),
    runs: fineTuning,
    why: {
      "fit/frozen/1": "transforms.mixup.alpha 0.4 -> 1",
      predictions: "transforms.mixup.alpha 0.4 -> 1",
      model: "transforms.mixup.alpha 0.4 -> 1",
    },
  },
  {
    edit: "label smoothing",
    from: columns({}),
    to: columns({ loss: leat.crossEntropy({ labelSmoothing: 0.1 }) }),
    runs: training,
    why: {
      "fit/training/1": "loss.labelSmoothing none -> 0.1",
      predictions: "loss.labelSmoothing none -> 0.1",
      model: "loss.labelSmoothing none -> 0.1",
    },
  },
  {
    edit: "label smoothing of 0",
    from: columns({}),
    to: columns({ loss: leat.crossEntropy({ labelSmoothing: 0 }) }),
    runs: [],
    why: {},
  },
  {
    edit: "the order of transforms",
    from: images({}),
    to: images({ transforms: [leat.rotate(10), leat.flip()] }),
    runs: fineTuning,
    why: {
      "fit/frozen/1":
        "transforms [flip({ probability: 0.5 }), rotate({ degrees: 10, probabil… -> [rotate({ degrees: 10, probability: 0.75 }), flip({ probabi…",
      "predictions":
        "transforms [flip({ probability: 0.5 }), rotate({ degrees: 10, probabil… -> [rotate({ degrees: 10, probability: 0.75 }), flip({ probabi…",
      "model":
        "transforms [flip({ probability: 0.5 }), rotate({ degrees: 10, probabil… -> [rotate({ degrees: 10, probability: 0.75 }), flip({ probabi…",
    },
  },
  {
    edit: "the version of a transform",
    from: images({ transforms: [dimStage(1)] }),
    to: images({ transforms: [dimStage(2)] }),
    runs: fineTuning,
    why: {
      "fit/frozen/1": "transforms.dim dim version 1 -> 2",
      predictions: "transforms.dim dim version 1 -> 2",
      model: "transforms.dim dim version 1 -> 2",
    },
  },
  {
    edit: "the batch",
    from: columns({}),
    to: columns({ fit: leat.constant(2, { batch: 3 }) }),
    runs: training,
    why: { "fit/training/1": "fit.batch 2 -> 3", model: "fit.batch 2 -> 3" },
  },
  {
    edit: "the seed of the training",
    from: columns({}),
    to: columns({ fit: leat.constant(2, { batch: 2, seed: 1 }) }),
    runs: training,
    why: { "fit/training/1": "fit.seed 42 -> 1", model: "fit.seed 42 -> 1" },
  },
  {
    edit: "the weight decay",
    from: columns({}),
    to: columns({ fit: leat.constant(2, { batch: 2, weightDecay: 0 }) }),
    runs: training,
    why: {
      "fit/training/1": "fit.weightDecay 0.01 -> 0",
      model: "fit.weightDecay 0.01 -> 0",
    },
  },
  {
    edit: "the loss",
    from: columns({}),
    to: columns({ loss: doubled({}) }),
    runs: training,
    why: {
      "fit/training/1": "loss crossEntropy() -> doubled()",
      predictions: "loss crossEntropy() -> doubled()",
      model: "loss crossEntropy() -> doubled()",
    },
  },
  {
    edit: "the architecture",
    from: columns({}),
    to: columns({ architecture: leat.mlp({ hidden: [] }) }),
    runs: training,
    why: {
      "fit/training/1": "architecture.hidden [4] -> []",
      predictions: "architecture.hidden [4] -> []",
      model: "architecture.hidden [4] -> []",
    },
  },
  {
    edit: "other bytes in the file of weights",
    from: images({}),
    to: images({}),
    before: { weights: "1".repeat(64) },
    after: { weights: "2".repeat(64) },
    runs: fineTuning,
    why: {
      "fit/frozen/1": "weights changed",
      predictions: "weights changed",
      model: "weights changed",
    },
  },
  {
    edit: "no weights",
    from: images({ fit: leat.constant(2, { batch: 2 }) }),
    to: images({
      architecture: leat.resnet(),
      fit: leat.constant(2, { batch: 2 }),
    }),
    before: { weights: "1".repeat(64) },
    runs: training,
    why: {
      "fit/training/1": 'architecture.weights "./weights.safetensors" -> none',
      predictions: 'architecture.weights "./weights.safetensors" -> none',
      model: 'architecture.weights "./weights.safetensors" -> none',
    },
  },
  {
    edit: "kernels that round in another way",
    from: columns({}),
    to: columns({}),
    before: { numerics: { ...NUMERICS, kernels: 0 } },
    after: {},
    runs: training,
    why: {
      "fit/training/1": "kernels 0 -> 4",
      predictions: "kernels 0 -> 4",
    },
  },
  {
    edit: "the learning rate of the frozen phase",
    from: images({}),
    to: images({
      fit: leat.fineTune(1, { batch: 2, baseLearningRate: 1e-3 }),
    }),
    runs: fineTuning,
    why: {
      "fit/frozen/1":
        "learning rate of epoch 1 changed (fit.baseLearningRate 0.002 -> 0.001)",
      model: "fit.baseLearningRate 0.002 -> 0.001",
    },
  },
  {
    edit: "the learning rates of the unfrozen phase",
    from: images({}),
    to: images({
      fit: leat.fineTune(1, { batch: 2, learningRateMultiplier: 10 }),
    }),
    runs: ["fit/unfrozen/1", ...judging],
    why: {
      "fit/unfrozen/1":
        "learning rate of epoch 1 changed (fit.learningRateMultiplier 100 -> 10)",
      model: "fit.learningRateMultiplier 100 -> 10",
    },
  },
  {
    edit: "one epoch to three, at a constant rate",
    from: columns({ fit: leat.constant(1, { batch: 2 }) }),
    to: columns({ fit: leat.constant(3, { batch: 2 }) }),
    runs: ["fit/training/2", "fit/training/3", ...judging],
    why: {
      "fit/training/2": "no record",
      "fit/training/3": "no record",
      model: "fit.epochs 1 -> 3",
    },
  },
  {
    edit: "three epochs to one: its checkpoint is there",
    from: columns({ fit: leat.constant(3, { batch: 2 }) }),
    to: columns({ fit: leat.constant(1, { batch: 2 }) }),
    runs: judging,
    why: {
      predictions: "input fit/training/1 changed",
      model: "fit.epochs 3 -> 1",
    },
  },
  {
    edit: "one epoch to three, in one cycle: another curve from the start",
    from: columns({ fit: leat.oneCycle(1, { batch: 2 }) }),
    to: columns({ fit: leat.oneCycle(3, { batch: 2 }) }),
    runs: [...training.slice(0, 2), "fit/training/3", ...judging],
    why: {
      "fit/training/1": "learning rate of epoch 1 changed (fit.epochs 1 -> 3)",
      "fit/training/2": "no record",
      "fit/training/3": "no record",
      model: "fit.epochs 1 -> 3",
    },
  },
  {
    edit: "one epoch to three, after frozen ones: those are as they were",
    from: images({}),
    to: images({ fit: leat.fineTune(3, { batch: 2 }) }),
    runs: [
      "fit/unfrozen/1",
      "fit/unfrozen/2",
      "fit/unfrozen/3",
      ...judging,
    ],
    why: {
      "fit/unfrozen/1": "learning rate of epoch 1 changed (fit.epochs 1 -> 3)",
      "fit/unfrozen/2": "no record",
      "fit/unfrozen/3": "no record",
      model: "fit.epochs 1 -> 3",
    },
  },
  {
    edit: "a phase is appended",
    from: columns({ fit: phased(1, 2) }),
    to: columns({ fit: phased(1, 2, 1) }),
    runs: ["fit/phase 3/1", ...judging],
    why: {
      "fit/phase 3/1": "no record",
      predictions: "input fit/phase 3/1 runs",
      model: "fit.epochs [1, 2] -> [1, 2, 1]",
    },
  },
  {
    edit: "gradients are clipped",
    from: columns({}),
    to: columns({ fit: watching(leat.clipGradients(1)) }),
    runs: training,
    why: {
      "fit/training/1": "clipping of gradients changed",
      "model":
        'fit.callbacks none -> [clipGradients({ by: "norm", limit: 1 })]',
    },
  },
  {
    edit: "gradients are gathered",
    from: columns({}),
    to: columns({ fit: watching(leat.accumulateGradients(4)) }),
    runs: training,
    why: {
      "fit/training/1": "gathering of gradients changed",
      model: "fit.callbacks none -> [accumulateGradients({ samples: 4 })]",
    },
  },
  {
    edit: "early stopping, which would not have stopped",
    from: columns({}),
    to: columns({ fit: watching(leat.earlyStopping({ patience: 2 })) }),
    runs: ["model"],
    why: {
      "model":
        'fit.callbacks none -> [earlyStopping({ minDelta: 0, monitor: "valid_loss", patien…',
    },
  },
  {
    edit: "early stopping, which would have stopped two epochs earlier",
    from: columns({ fit: leat.constant(4, { batch: 2 }) }),
    to: columns({
      fit: leat.constant(4, {
        batch: 2,
        callbacks: [leat.earlyStopping({ monitor: "train_loss", patience: 1 })],
      }),
    }),
    runs: judging,
    why: {
      predictions: "input fit/training/2 changed",
      "model":
        'fit.callbacks none -> [earlyStopping({ minDelta: 0, monitor: "train_loss", patien…',
    },
  },
  {
    edit: "the patience of early stopping, which did not stop",
    from: columns({ fit: watching(leat.earlyStopping({ patience: 2 })) }),
    to: columns({ fit: watching(leat.earlyStopping({ patience: 3 })) }),
    runs: ["model"],
    why: { model: "fit.callbacks.earlyStopping.patience 2 -> 3" },
  },
  {
    edit: "the best epoch is kept, which was not the last",
    from: columns({}),
    to: columns({ fit: watching(leat.keepBest({ monitor: "train_loss" })) }),
    runs: judging,
    why: {
      predictions: "input fit/training/1 changed",
      "model":
        'fit.callbacks none -> [keepBest({ minDelta: 0, monitor: "train_loss" })]',
    },
  },
  {
    edit: "the best epoch is kept, which was the last",
    from: columns({}),
    to: columns({ fit: watching(leat.keepBest()) }),
    runs: ["model"],
    why: {
      "model":
        'fit.callbacks none -> [keepBest({ minDelta: 0, monitor: "valid_loss" })]',
    },
  },
  {
    edit: "a metric is watched: all tables must have it",
    from: columns({}),
    to: columns({
      fit: watching(
        leat.earlyStopping({ monitor: "error_rate", patience: 2 }),
      ),
    }),
    runs: training,
    why: {
      "fit/training/1": "metrics that callbacks watch changed",
      "model":
        'fit.callbacks none -> [earlyStopping({ minDelta: 0, monitor: "error_rate", patien…',
    },
  },
  {
    edit: "an imported pipeline is spread, with nothing changed",
    from: columns({}),
    to: { spec: { ...columns({}).spec } },
    runs: [],
    why: {},
  },
  {
    edit: "an imported pipeline is spread, with another fit",
    from: columns({}),
    to: {
      spec: { ...columns({}).spec, fit: leat.constant(3, { batch: 2 }) },
    },
    runs: ["fit/training/3", ...judging],
    why: { "fit/training/3": "no record", model: "fit.epochs 2 -> 3" },
  },
  {
    edit: "the keys are written in another order",
    from: columns({}),
    to: {
      spec: Object.fromEntries(Object.entries(columns({}).spec).toReversed()),
    },
    runs: [],
    why: {},
  },
  {
    edit: "a default is written out",
    from: columns({}),
    to: columns({ fit: leat.constant(2, { batch: 2, seed: 42 }) }),
    runs: [],
    why: {},
  },
];
