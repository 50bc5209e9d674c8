// A label that is neither class nor number.
// at: new Date(row.soldOn)
// says: Type 'Date' is missing the following properties from type 'readonly string[]': length, concat, ….
import { constant, features, mlp, mse, pipeline, random, table } from "leat";
import { sale } from "./_bases.ts";

pipeline({
  source: table("sales.csv", sale),
  label: (row) => new Date(row.soldOn),
  split: random({ valid: 0.2, seed: 42 }),
  input: features({ continuous: ["area"] }),
  architecture: mlp({ hidden: [10] }),
  loss: mse(),
  fit: constant(1, { learningRate: 1e-3 }),
});
