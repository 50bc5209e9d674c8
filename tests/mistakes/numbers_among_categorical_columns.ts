// A column of numbers among those of words.
// at: input
// says: Type 'number' is not assignable to type 'string | boolean | null | undefined'.
import { constant, features, mlp, mse, pipeline, random, table } from "leat";
import { sale } from "./_bases.ts";

pipeline({
  source: table("sales.csv", sale),
  label: (row) => row.price,
  split: random({ valid: 0.2, seed: 42 }),
  input: features({ categorical: ["district", "area"] }),
  architecture: mlp({ hidden: [10] }),
  loss: mse(),
  fit: constant(1, { learningRate: 1e-3 }),
});
