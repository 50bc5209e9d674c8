// An architecture that reads columns, and the input is tokens.
// at: architecture
// says: Type '"token ids"' is not assignable to type '"encoded columns"'.
import { constant, crossEntropy, mlp, pipeline, random } from "leat";
import { texts, tokens } from "./_text.ts";

pipeline({
  source: texts("reviews"),
  label: (file) => file.path.startsWith("good"),
  split: random({ valid: 0.2, seed: 42 }),
  input: tokens({ length: 128 }),
  architecture: mlp({ hidden: [10] }),
  loss: crossEntropy(),
  fit: constant(1, { learningRate: 1e-3 }),
});
