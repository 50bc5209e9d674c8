// An input for texts, and the source lists images.
// at: input
// says: Type '"image"' is not assignable to type '"text"'.
import { constant, crossEntropy, images, pipeline, random } from "leat";
import { lstm, tokens } from "./_text.ts";

pipeline({
  source: images("pets"),
  label: (file) => /^[A-Z]/.test(file.name) ? "cat" : "dog",
  split: random({ valid: 0.2, seed: 42 }),
  input: tokens({ length: 128 }),
  architecture: lstm({ units: 64 }),
  loss: crossEntropy(),
  fit: constant(1, { learningRate: 1e-3 }),
});
