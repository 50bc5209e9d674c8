// A split by group, and the items have no such field.
// at: split
// says: Type '…' is missing the following properties from type 'ImageFile': media, path, name
import {
  byGroup,
  constant,
  features,
  type ImageFile,
  mlp,
  mse,
  pipeline,
  table,
} from "leat";
import { sale } from "./_bases.ts";

pipeline({
  source: table("sales.csv", sale),
  label: (row) => row.price,
  split: byGroup((file: ImageFile) => file.name, { valid: 0.2, seed: 1 }),
  input: features({ continuous: ["area"] }),
  architecture: mlp({ hidden: [10] }),
  loss: mse(),
  fit: constant(1, { learningRate: 1e-3 }),
});
