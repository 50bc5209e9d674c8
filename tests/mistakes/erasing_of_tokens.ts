// Erasing is for images, and the input is tokens.
// at: randomErasing()
// says: Type '"token ids"' is not assignable to type '"pixels"'.
import { constant, crossEntropy, pipeline, random, randomErasing } from "leat";
import { dropWords, lstm, texts, tokens } from "./_text.ts";

pipeline({
  source: texts("reviews"),
  label: (file) => file.path.startsWith("good"),
  split: random({ valid: 0.2, seed: 42 }),
  input: tokens({ length: 128 }),
  transforms: [dropWords(0.1), randomErasing()],
  architecture: lstm({ units: 64 }),
  loss: crossEntropy(),
  fit: constant(1, { learningRate: 1e-3 }),
});
