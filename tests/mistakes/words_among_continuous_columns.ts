// A column of words among those of numbers.
// at: input
// says: Type 'string' is not assignable to type 'number'.
import { constant, features, mlp, mse, pipeline, random, table } from "leat";
import { sale } from "./_bases.ts";

pipeline({
  source: table("sales.csv", sale),
  label: (row) => row.price,
  split: random({ valid: 0.2, seed: 42 }),
  input: features({ continuous: ["area", "district"] }),
  architecture: mlp({ hidden: [10] }),
  loss: mse(),
  fit: constant(1, { learningRate: 1e-3 }),
});
