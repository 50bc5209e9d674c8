// A transform of tokens, and the input is images.
// at: dropWords(0.1)
// says: Type '"pixels"' is not assignable to type '"token ids"'.
import {
  constant,
  crossEntropy,
  flip,
  image,
  images,
  pipeline,
  random,
  resnet18,
} from "leat";
import { dropWords } from "./_text.ts";

pipeline({
  source: images("pets"),
  label: (file) => /^[A-Z]/.test(file.name) ? "cat" : "dog",
  split: random({ valid: 0.2, seed: 42 }),
  input: image({ size: 224 }),
  transforms: [flip(), dropWords(0.1)],
  architecture: resnet18(),
  loss: crossEntropy(),
  fit: constant(1, { learningRate: 1e-3 }),
});
