import * as leat from "../../../mod.ts";
import { z } from "zod";
import { photographs, ROWS, table } from "../_pipelines.ts";
import type { World } from "./_runs.ts";
import { FILES } from "./_runs.ts";

/** An edit, and the nodes that run for it; all others are reused. */
export interface Edit {
  readonly edit: string;
  readonly from: unknown;
  readonly to: unknown;
  readonly before?: World;
  readonly after?: World;
  readonly runs: readonly string[];
}

const rows = table.spec;
const cats = {
  ...photographs.spec,
  split: leat.random({ valid: 0.25, seed: 42 }),
};

/** Images with a change. */
const images = (change: object) => ({ spec: { ...cats, ...change } });
const columns = (change: object) => ({ spec: { ...rows, ...change } });

/** Twice the loss: another, of the same kind. */
const doubled = leat.defineStage("loss", {
  op: "doubled",
  version: 1,
  params: z.strictObject({}),
  behave: () => rows.loss.behaviour,
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

const judging = ["predictions", "metrics/error_rate", "model"];
const fineTuning = ["fit/frozen/1", "fit/unfrozen/1", ...judging];
const training = ["fit/training/1", "fit/training/2", ...judging];
const dataset = {
  kind: "drawn",
  name: "shapes",
  licence: "CC0-1.0",
  generator: "shapes",
  version: 1,
  seed: 1,
  count: 12,
} as const;

/** The edit table: what is written there is what the user waits for. */
export const EDITS: readonly Edit[] = [
  { edit: "nothing, in rows", from: columns({}), to: columns({}), runs: [] },
  { edit: "nothing, in images", from: images({}), to: images({}), runs: [] },
  {
    edit: "the seed of the split, of rows: other means and deviations",
    from: columns({}),
    to: columns({
      split: leat.random({ valid: 0.25, seed: 43, stratify: true }),
    }),
    runs: ["split", "statistics", "input", ...training],
  },
  {
    edit: "the seed of the split, of images: they are decoded as before",
    from: images({}),
    to: images({ split: leat.random({ valid: 0.25, seed: 43 }) }),
    runs: ["split", "statistics", ...fineTuning],
  },
  {
    edit: "a share of the split that gives the same lists",
    from: columns({}),
    to: columns({
      split: leat.random({ valid: 0.26, seed: 42, stratify: true }),
    }),
    // A model holds the description that made it.
    runs: ["model"],
  },
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
    edit: "the size of the input",
    from: images({}),
    to: images({ input: leat.image({ size: 16 }) }),
    runs: ["statistics", "input", ...fineTuning],
  },
  {
    edit: "a transform",
    from: images({}),
    to: images({ transforms: [leat.flip(), leat.rotate(20)] }),
    runs: fineTuning,
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
  {
    edit: "the label function, with the same labels",
    from: columns({}),
    to: columns({ label: (row: { x: number }) => row.x > 3 ? "many" : "few" }),
    runs: [],
  },
  {
    edit: "the names of the classes, in the same order",
    from: columns({}),
    to: columns({ label: (row: { x: number }) => row.x < 4 ? "a" : "b" }),
    runs: ["label", ...judging],
  },
  {
    edit: "the names of the classes, in another order",
    from: columns({}),
    to: columns({ label: (row: { x: number }) => row.x < 4 ? "z" : "y" }),
    runs: ["label", ...training],
  },
  {
    edit: "a class more",
    from: columns({ split: leat.random({ valid: 0.3, seed: 2 }) }),
    to: columns({
      split: leat.random({ valid: 0.3, seed: 2 }),
      label: (row: { x: number }) =>
        row.x < 2 ? "few" : row.x < 4 ? "some" : "many",
    }),
    runs: ["label", ...training],
  },
  {
    edit: "an item is added to the training set",
    from: images({}),
    to: images({}),
    after: { files: { ...FILES, "cat_12.png": "pixels of another" } },
    runs: ["source", "label", "split", "statistics", "input", ...fineTuning],
  },
  {
    edit: "a row is corrected in the training set",
    from: columns({}),
    to: columns({
      source: leat.rows(
        ROWS.map((row) => row.x === 2 ? { ...row, x: 2.5 } : row),
        { id: "name" },
      ),
    }),
    runs: ["source", "statistics", "input", ...training],
  },
  {
    edit: "an image is retouched",
    from: images({}),
    to: images({}),
    after: { files: { ...FILES, "cat_0.png": "other pixels" } },
    runs: ["source", "input", ...fineTuning],
  },
  {
    edit: "an image is stored in another way, with the same pixels",
    from: images({}),
    to: images({}),
    before: { pixels: (content) => content.trim() },
    after: {
      pixels: (content) => content.trim(),
      files: { ...FILES, "cat_0.png": `${FILES["cat_0.png"]} ` },
    },
    runs: ["source", "input"],
  },
  {
    edit: "the folder of the images is moved",
    from: images({}),
    to: images({}),
    after: { folder: "/elsewhere" },
    runs: [],
  },
  {
    edit: "the notice of a dataset",
    from: images({ source: leat.images(dataset) }),
    to: images({ source: leat.images({ ...dataset, notice: "Be kind" }) }),
    runs: ["model"],
  },
];
