// The mean F1 score over classes, and the label is a number.
// at: f1({ average: "macro" })
// says: Type '"a number: the label is a number"' is not assignable to type '"a…'.
import {
  constant,
  f1,
  features,
  mlp,
  mse,
  pipeline,
  random,
  table,
} from "leat";
import { sale } from "./_bases.ts";

pipeline({
  source: table("sales.csv", sale),
  label: (row) => row.price,
  split: random({ valid: 0.2, seed: 42 }),
  input: features({ continuous: ["area"] }),
  architecture: mlp({ hidden: [10] }),
  loss: mse(),
  metrics: [f1({ average: "macro" })],
  fit: constant(1, { learningRate: 1e-3 }),
});
