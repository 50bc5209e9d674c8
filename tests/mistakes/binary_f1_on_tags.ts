// The F1 score of one class, and the label is a list of classes.
// at: f1({ average: "binary" })
// says: Type '"any number of classes: the label is a list of strings"' is not assignable to type '"a class: the label is a string or a boolean"'.
import {
  binaryCrossEntropy,
  constant,
  f1,
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
  loss: binaryCrossEntropy(),
  metrics: [f1({ average: "binary" })],
  fit: constant(1, { learningRate: 1e-3 }),
});
