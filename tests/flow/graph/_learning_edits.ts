import { z } from "zod";
import * as leat from "../../../mod.ts";
import { NUMERICS } from "../../../src/engine/run/job/numerics.ts";
import { table } from "../_pipelines.ts";
import { columns, type Edit, fineTuning, images, training } from "./_edits.ts";

/** Twice the loss: another, of the same kind. */
const doubled = leat.defineStage("loss", {
  op: "doubled",
  version: 1,
  params: z.strictObject({}),
  behave: () => table.spec.loss.behaviour,
});

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
    edit: "how much is erased",
    from: images({ transforms: [leat.flip(), leat.randomErasing()] }),
    to: images({
      transforms: [leat.flip(), leat.randomErasing({ maxArea: 0.2 })],
    }),
    runs: fineTuning,
    why: {
      "fit/frozen/1": "transforms.randomErasing.maxArea 0.3 -> 0.2",
      predictions: "transforms.randomErasing.maxArea 0.3 -> 0.2",
      model: "transforms.randomErasing.maxArea 0.3 -> 0.2",
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
    edit: "the precision of the training",
    from: columns({}),
    to: columns({ fit: leat.constant(2, { batch: 2, precision: "mixed" }) }),
    runs: training,
    why: {
      "fit/training/1": 'fit.precision none -> "mixed"',
      model: 'fit.precision none -> "mixed"',
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
      "fit/training/1": "kernels 0 -> 7",
      predictions: "kernels 0 -> 7",
    },
  },
];
