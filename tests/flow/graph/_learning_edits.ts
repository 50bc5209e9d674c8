import { z } from "zod";
import * as leat from "../../../mod.ts";
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
  },
  {
    edit: "a metric is taken away",
    from: columns({}),
    to: columns({ metrics: [] }),
    runs: ["model"],
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
  },
  {
    edit: "a transform",
    from: images({}),
    to: images({ transforms: [leat.flip(), leat.rotate(20)] }),
    runs: fineTuning,
  },
  {
    edit: "test-time augmentation, wherever it stands",
    from: images({}),
    to: images({
      transforms: [leat.testTimeAugmentation(), leat.flip(), leat.rotate(10)],
    }),
    runs: ["predictions/tta", "metrics/error_rate_tta", "model"],
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
  },
  {
    edit: "mixing",
    from: images({ transforms: [leat.flip(), leat.mixup()] }),
    to: images({ transforms: [leat.flip(), leat.mixup({ alpha: 1 })] }),
    runs: fineTuning,
  },
  {
    edit: "label smoothing",
    from: columns({}),
    to: columns({ loss: leat.crossEntropy({ labelSmoothing: 0.1 }) }),
    runs: training,
  },
  {
    edit: "label smoothing of 0",
    from: columns({}),
    to: columns({ loss: leat.crossEntropy({ labelSmoothing: 0 }) }),
    runs: [],
  },
  {
    edit: "the order of transforms",
    from: images({}),
    to: images({ transforms: [leat.rotate(10), leat.flip()] }),
    runs: fineTuning,
  },
  {
    edit: "the version of a transform",
    from: images({ transforms: [dimStage(1)] }),
    to: images({ transforms: [dimStage(2)] }),
    runs: fineTuning,
  },
  {
    edit: "the batch",
    from: columns({}),
    to: columns({ fit: leat.constant(2, { batch: 3 }) }),
    runs: training,
  },
  {
    edit: "the seed of the training",
    from: columns({}),
    to: columns({ fit: leat.constant(2, { batch: 2, seed: 1 }) }),
    runs: training,
  },
  {
    edit: "the weight decay",
    from: columns({}),
    to: columns({ fit: leat.constant(2, { batch: 2, weightDecay: 0 }) }),
    runs: training,
  },
  {
    edit: "the loss",
    from: columns({}),
    to: columns({ loss: doubled({}) }),
    runs: training,
  },
  {
    edit: "the architecture",
    from: columns({}),
    to: columns({ architecture: leat.mlp({ hidden: [] }) }),
    runs: training,
  },
  {
    edit: "other bytes in the file of weights",
    from: images({}),
    to: images({}),
    before: { weights: "1".repeat(64) },
    after: { weights: "2".repeat(64) },
    runs: fineTuning,
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
  },
  {
    edit: "kernels that round in another way",
    from: columns({}),
    to: columns({}),
    after: { numerics: "another" },
    runs: training,
  },
  {
    edit: "the learning rate of the frozen phase",
    from: images({}),
    to: images({
      fit: leat.fineTune(1, { batch: 2, baseLearningRate: 1e-3 }),
    }),
    runs: fineTuning,
  },
  {
    edit: "the learning rates of the unfrozen phase",
    from: images({}),
    to: images({
      fit: leat.fineTune(1, { batch: 2, learningRateMultiplier: 10 }),
    }),
    runs: ["fit/unfrozen/1", ...judging],
  },
  {
    edit: "one epoch to three, at a constant rate",
    from: columns({ fit: leat.constant(1, { batch: 2 }) }),
    to: columns({ fit: leat.constant(3, { batch: 2 }) }),
    runs: ["fit/training/2", "fit/training/3", ...judging],
  },
  {
    edit: "three epochs to one: its checkpoint is there",
    from: columns({ fit: leat.constant(3, { batch: 2 }) }),
    to: columns({ fit: leat.constant(1, { batch: 2 }) }),
    runs: judging,
  },
  {
    edit: "one epoch to three, in one cycle: another curve from the start",
    from: columns({ fit: leat.oneCycle(1, { batch: 2 }) }),
    to: columns({ fit: leat.oneCycle(3, { batch: 2 }) }),
    runs: [...training.slice(0, 2), "fit/training/3", ...judging],
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
  },
  {
    edit: "a phase is appended",
    from: columns({ fit: phased(1, 2) }),
    to: columns({ fit: phased(1, 2, 1) }),
    runs: ["fit/phase 3/1", ...judging],
  },
];
