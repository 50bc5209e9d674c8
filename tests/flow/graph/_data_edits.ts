import * as leat from "../../../mod.ts";
import { ROWS, SHAPES } from "../_pipelines.ts";
import {
  columns,
  type Edit,
  fineTuning,
  images,
  judging,
  training,
} from "./_edits.ts";
import { FILES } from "./_runs.ts";

/** Edits of what is learned from, in front of any training. */
export const DATA_EDITS: readonly Edit[] = [
  {
    edit: "nothing, in rows",
    from: columns({}),
    to: columns({}),
    runs: [],
    why: {},
  },
  {
    edit: "nothing, in images",
    from: images({}),
    to: images({}),
    runs: [],
    why: {},
  },
  {
    edit: "the seed of the split, of rows: other means and deviations",
    from: columns({}),
    to: columns({
      split: leat.random({ valid: 0.25, seed: 43, stratify: true }),
    }),
    runs: ["split", "statistics", "input", ...training],
    why: {
      split: "split.seed 42 -> 43",
      statistics: "input split changed",
      input: "input statistics changed",
      "fit/training/1": "input split changed, the input runs",
      "predictions":
        "input split changed, input fit/training/2 runs, the input runs",
      model: "split.seed 42 -> 43",
    },
  },
  {
    edit: "the seed of the split, of images: they are decoded as before",
    from: images({}),
    to: images({ split: leat.random({ valid: 0.25, seed: 43 }) }),
    runs: ["split", "statistics", ...fineTuning],
    why: {
      split: "split.seed 42 -> 43",
      statistics: "input split changed",
      "fit/frozen/1": "input split changed",
      predictions: "input split changed, input fit/unfrozen/1 runs",
      model: "split.seed 42 -> 43",
    },
  },
  {
    edit: "a share of the split that gives the same lists",
    from: columns({}),
    to: columns({
      split: leat.random({ valid: 0.26, seed: 42, stratify: true }),
    }),
    // A model holds the description that made it.
    runs: ["model"],
    why: { model: "split.valid 0.25 -> 0.26" },
  },
  {
    edit: "the size of the input",
    from: images({}),
    to: images({ input: leat.image({ size: 16 }) }),
    runs: ["statistics", "input", ...fineTuning],
    why: {
      statistics: "input.size 8 -> 16",
      input: "input.size 8 -> 16",
      predictions: "input fit/unfrozen/1 runs, the input runs",
      model: "input.size 8 -> 16",
    },
  },
  {
    edit: "the label function, with the same labels",
    from: columns({}),
    to: columns({ label: (row: { x: number }) => row.x > 3 ? "many" : "few" }),
    runs: [],
    why: {},
  },
  {
    edit: "the names of the classes, in the same order",
    from: columns({}),
    to: columns({ label: (row: { x: number }) => row.x < 4 ? "a" : "b" }),
    runs: ["label", ...judging],
    why: {
      label: "its labels changed",
      predictions: "classes changed",
      model: "classes changed",
    },
  },
  {
    edit: "the names of the classes, in another order",
    from: columns({}),
    to: columns({ label: (row: { x: number }) => row.x < 4 ? "z" : "y" }),
    runs: ["label", ...training],
    why: {
      label: "its labels changed",
      "fit/training/1": "input label changed",
      predictions: "classes changed",
      model: "classes changed",
    },
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
    why: {
      label: "its labels changed",
      "fit/training/1": "columns of the output 2 -> 3",
      predictions: "classes changed",
      model: "classes changed",
    },
  },
  {
    edit: "an item is added to the training set",
    from: images({}),
    to: images({}),
    after: { files: { ...FILES, "cat_12.png": "pixels of another" } },
    runs: ["source", "label", "split", "statistics", "input", ...fineTuning],
    why: {
      source: "its items changed",
      label: "input source changed",
      split: "input source changed, input label changed",
      statistics: "input source changed",
      input: "input source changed",
      "fit/frozen/1": "input source changed, the input runs",
      "predictions":
        "input source changed, input fit/unfrozen/1 runs, the input runs",
    },
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
    why: {
      source: "source.rows.2.x 2 -> 2.5",
      statistics: "input source changed",
      input: "input source changed, input statistics changed",
      predictions: "input fit/training/2 runs, the input runs",
      model: "source.rows.2.x 2 -> 2.5",
    },
  },
  {
    edit: "an image is retouched",
    from: images({}),
    to: images({}),
    after: { files: { ...FILES, "cat_0.png": "other pixels" } },
    runs: ["source", "input", ...fineTuning],
    why: {
      source: "its items changed",
      input: "input source changed",
      predictions: "input fit/unfrozen/1 runs, the input runs",
    },
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
    why: {
      source: "its items changed",
      input: "input source changed",
      predictions: "input fit/unfrozen/1 runs, the input runs",
    },
    // What the input comes to is known once it ran.
    foreseen: ["source", "input", ...fineTuning],
  },
  {
    edit: "the folder of the images is moved",
    from: images({}),
    to: images({}),
    after: { folder: "/elsewhere" },
    runs: [],
    why: {},
  },
  {
    edit: "the notice of a dataset",
    from: images({ source: leat.images(SHAPES) }),
    to: images({ source: leat.images({ ...SHAPES, notice: "Be kind" }) }),
    runs: ["model"],
    why: { model: 'source.from.notice none -> "Be kind"' },
  },
];
