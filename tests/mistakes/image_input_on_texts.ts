// An input for images, and the source lists texts.
// at: input
// says: Type '"text"' is not assignable to type '"image"'.
import {
  constant,
  crossEntropy,
  image,
  pipeline,
  random,
  resnet18,
} from "leat";
import { texts } from "./_text.ts";

pipeline({
  source: texts("reviews"),
  label: (file) => file.path.startsWith("good"),
  split: random({ valid: 0.2, seed: 42 }),
  input: image({ size: 224 }),
  architecture: resnet18(),
  loss: crossEntropy(),
  fit: constant(1, { learningRate: 1e-3 }),
});
