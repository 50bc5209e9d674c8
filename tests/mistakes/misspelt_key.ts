// A key that is misspelt.
// at: metric
// says: Object literal may only specify known properties, but 'metric' does not exist in type 'PipelineSpec<…>'. Did you mean to write 'metrics'?
import {
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
  metric: [rmse()],
  fit: constant(1, { learningRate: 1e-3 }),
});
