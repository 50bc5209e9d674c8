// A loss for lists of classes, and the label is one class.
// at: loss
// says: Type '"a class: the label is a string or a boolean"' is not assignable to type '"any number of classes: the label is a list of strings"'.
import {
  binaryCrossEntropy,
  constant,
  image,
  images,
  pipeline,
  random,
  resnet18,
} from "leat";

pipeline({
  source: images("pets"),
  label: (file) => /^[A-Z]/.test(file.name) ? "cat" : "dog",
  split: random({ valid: 0.2, seed: 42 }),
  input: image({ size: 224 }),
  architecture: resnet18(),
  loss: binaryCrossEntropy(),
  fit: constant(1, { learningRate: 1e-3 }),
});
