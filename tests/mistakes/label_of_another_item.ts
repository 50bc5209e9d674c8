// A label function that was written for texts.
// at: label
// says: Type '"image"' is not assignable to type '"text"'.
import {
  constant,
  crossEntropy,
  image,
  images,
  pipeline,
  random,
  resnet18,
  type TextFile,
} from "leat";

/** Whether a review was put among the good ones. */
function isGood(file: TextFile): boolean {
  return file.path.includes("/good/");
}

pipeline({
  source: images("pets"),
  label: isGood,
  split: random({ valid: 0.2, seed: 42 }),
  input: image({ size: 224 }),
  architecture: resnet18(),
  loss: crossEntropy(),
  fit: constant(1, { learningRate: 1e-3 }),
});
