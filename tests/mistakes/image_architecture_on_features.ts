// An architecture that reads images, and the input is columns.
// at: architecture
// says: Type '"encoded columns"' is not assignable to type '"pixels"'.
import {
  constant,
  features,
  mse,
  pipeline,
  random,
  resnet18,
  table,
} from "leat";
import { sale } from "./_bases.ts";

pipeline({
  source: table("sales.csv", sale),
  label: (row) => row.price,
  split: random({ valid: 0.2, seed: 42 }),
  input: features({ continuous: ["area"] }),
  architecture: resnet18(),
  loss: mse(),
  fit: constant(1, { learningRate: 1e-3 }),
});
