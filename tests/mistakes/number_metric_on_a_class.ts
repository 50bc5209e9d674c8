// A metric of numbers, and the label is a class.
// at: rmse()
// says: Type '"a class: the label is a string or a boolean"' is not assignable to type '"a number: the label is a number"'.
import {
  constant,
  crossEntropy,
  errorRate,
  image,
  images,
  pipeline,
  random,
  resnet18,
  rmse,
} from "leat";

pipeline({
  source: images("pets"),
  label: (file) => /^[A-Z]/.test(file.name) ? "cat" : "dog",
  split: random({ valid: 0.2, seed: 42 }),
  input: image({ size: 224 }),
  architecture: resnet18(),
  loss: crossEntropy(),
  metrics: [errorRate(), rmse()],
  fit: constant(1, { learningRate: 1e-3 }),
});
