// An input for images, and the source lists rows.
// at: input
// says: Type '…' is missing the following properties from type 'ImageFile': media, path, name
import { constant, image, mse, pipeline, random, resnet18, table } from "leat";
import { sale } from "./_bases.ts";

pipeline({
  source: table("sales.csv", sale),
  label: (row) => row.price,
  split: random({ valid: 0.2, seed: 42 }),
  input: image({ size: 224 }),
  architecture: resnet18(),
  loss: mse(),
  fit: constant(1, { learningRate: 1e-3 }),
});
