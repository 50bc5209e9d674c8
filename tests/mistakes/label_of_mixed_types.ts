// A label that is a number here and a word there.
// at: loss
// says: Type '"no single problem: the label mixes types"' is not assignable to type '"a class: the label is a string or a boolean"'.
import {
  constant,
  crossEntropy,
  image,
  images,
  pipeline,
  random,
  resnet18,
} from "leat";

pipeline({
  source: images("pets"),
  label: (file) => file.name < "m" ? 1 : "dog",
  split: random({ valid: 0.2, seed: 42 }),
  input: image({ size: 224 }),
  architecture: resnet18(),
  loss: crossEntropy(),
  fit: constant(1, { learningRate: 1e-3 }),
});
