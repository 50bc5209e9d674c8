// A split by date, and the table has no such column.
// at: split
// says: Property 'sold_on' is missing in type '…' but required in type '…'.
import { after, constant, features, mlp, mse, pipeline, table } from "leat";
import { sale } from "./_bases.ts";

pipeline({
  source: table("sales.csv", sale),
  label: (row) => row.price,
  split: after("sold_on", "2011-06-01"),
  input: features({ continuous: ["area"] }),
  architecture: mlp({ hidden: [10] }),
  loss: mse(),
  fit: constant(1, { learningRate: 1e-3 }),
});
