/**
 * Correct pipelines: each mistake changes one thing of one of them.
 *
 * @module
 */
import * as leat from "leat";
import { z } from "zod";
import { lstm, texts, tokens } from "./_text.ts";

const split = leat.random({ valid: 0.2, seed: 42 });
const fit = leat.constant(1, { learningRate: 1e-3, batch: 8 });

/** Images, classified. */
export const pets = leat.pipeline({
  source: leat.images("pets"),
  label: (file) => /^[A-Z]/.test(file.name) ? "cat" : "dog",
  split,
  input: leat.image({ size: 224 }),
  architecture: leat.resnet18(),
  loss: leat.crossEntropy(),
  fit,
});

/** Texts, classified. */
export const mood = leat.pipeline({
  source: texts("reviews"),
  label: (file) => file.path.startsWith("good"),
  split,
  input: tokens({ length: 128 }),
  architecture: lstm({ units: 64 }),
  loss: leat.crossEntropy(),
  fit,
});

/** A row of the table of sales. */
export const sale = z.object({
  soldOn: z.string(),
  area: z.number(),
  district: z.string(),
  price: z.number(),
});

/** Rows of a table, with a number to predict. */
export const prices = leat.pipeline({
  source: leat.table("sales.csv", sale),
  label: (row) => row.price,
  split,
  input: leat.features({ continuous: ["area"] }),
  architecture: leat.mlp({ hidden: [10] }),
  loss: leat.mse(),
  fit,
});
