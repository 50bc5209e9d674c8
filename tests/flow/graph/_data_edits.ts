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
    edit: "the size of the input",
    from: images({}),
    to: images({ input: leat.image({ size: 16 }) }),
    runs: ["statistics", "input", ...fineTuning],
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
    from: images({ source: leat.images(SHAPES) }),
    to: images({ source: leat.images({ ...SHAPES, notice: "Be kind" }) }),
    runs: ["model"],
  },
];
