// Fine-tuning, and the architecture cannot have been trained.
// at: fit
// says: Type '"random: the architecture was given no weights"' is not assignable to type '"trained before: the architecture was given weights"'.
import { features, fineTune, mlp, mse, pipeline, random, table } from "leat";
import { sale } from "./_bases.ts";

pipeline({
  source: table("sales.csv", sale),
  label: (row) => row.price,
  split: random({ valid: 0.2, seed: 42 }),
  input: features({ continuous: ["area"] }),
  architecture: mlp({ hidden: [10] }),
  loss: mse(),
  fit: fineTune(1),
});
