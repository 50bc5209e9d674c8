// A metric of classes, and the label is a number.
// at: accuracy()
// says: Type '"a number: the label is a number"' is not assignable to type '"a…'.
import {
  accuracy,
  constant,
  features,
  mlp,
  mse,
  pipeline,
  random,
  rmse,
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
  metrics: [rmse(), accuracy()],
  fit: constant(1, { learningRate: 1e-3 }),
});
