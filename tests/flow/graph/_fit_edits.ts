import { z } from "zod";
import * as leat from "../../../mod.ts";
import {
  columns,
  type Edit,
  fineTuning,
  images,
  judging,
  training,
} from "./_edits.ts";

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

/** Edits of a schedule and what happens along it, and of the file around. */
export const FIT_EDITS: readonly Edit[] = [
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
