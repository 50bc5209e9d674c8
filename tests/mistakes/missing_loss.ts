// No loss.
// at: {
// says: Property 'loss' is missing in type '…' but required in type 'PipelineSpec<…>'.
import { constant, features, mlp, pipeline, random, table } from "leat";
import { sale } from "./_bases.ts";

pipeline({
  source: table("sales.csv", sale),
  label: (row) => row.price,
  split: random({ valid: 0.2, seed: 42 }),
  input: features({ continuous: ["area"] }),
  architecture: mlp({ hidden: [10] }),
  fit: constant(1, { learningRate: 1e-3 }),
});
