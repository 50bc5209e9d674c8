// A label that some items do not have.
// at: BREEDS[file.name]
// says: Type 'undefined' is not assignable to type 'LabelValue'.
import {
  constant,
  crossEntropy,
  image,
  images,
  pipeline,
  random,
  resnet18,
} from "leat";

const BREEDS: Record<string, string> = { "max.jpg": "pug" };

pipeline({
  source: images("pets"),
  label: (file) => BREEDS[file.name],
  split: random({ valid: 0.2, seed: 42 }),
  input: image({ size: 224 }),
  architecture: resnet18(),
  loss: crossEntropy(),
  fit: constant(1, { learningRate: 1e-3 }),
});
