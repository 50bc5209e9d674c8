// Augmentation of images, and the input is columns.
// at: augment()
// says: Type '"encoded columns"' is not assignable to type '"pixels"'.
import {
  augment,
  constant,
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
  transforms: [augment()],
  architecture: mlp({ hidden: [10] }),
  loss: mse(),
  fit: constant(1, { learningRate: 1e-3 }),
});
