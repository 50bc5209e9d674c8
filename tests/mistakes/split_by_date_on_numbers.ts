// A split by date, and the column holds numbers.
// at: split
// says: Type 'number' is not assignable to type 'string'.
import { after, constant, features, mlp, mse, pipeline, table } from "leat";
import { sale } from "./_bases.ts";

pipeline({
  source: table("sales.csv", sale),
  label: (row) => row.price,
  split: after("price", "2011-06-01"),
  input: features({ continuous: ["area"] }),
  architecture: mlp({ hidden: [10] }),
  loss: mse(),
  fit: constant(1, { learningRate: 1e-3 }),
});
