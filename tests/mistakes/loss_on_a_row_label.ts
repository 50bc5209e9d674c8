// A loss for numbers, and a column of words is the label.
// at: loss
// says: Type '"a class: the label is a string or a boolean"' is not assignable to type '"a number: the label is a number"'.
import { constant, features, mlp, mse, pipeline, random, table } from "leat";
import { sale } from "./_bases.ts";

pipeline({
  source: table("sales.csv", sale),
  label: (row) => row.district,
  split: random({ valid: 0.2, seed: 42 }),
  input: features({ continuous: ["area"] }),
  architecture: mlp({ hidden: [10] }),
  loss: mse(),
  fit: constant(1, { learningRate: 1e-3 }),
});
