// A loss for one class, and the label is a list of classes.
// at: loss
// says: Type '"any number of classes: the label is a list of strings"' is not assignable to type '"a class: the label is a string or a boolean"'.
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
  label: (file) => file.name.split("_"),
  split: random({ valid: 0.2, seed: 42 }),
  input: image({ size: 224 }),
  architecture: resnet18(),
  loss: crossEntropy(),
  fit: constant(1, { learningRate: 1e-3 }),
});
