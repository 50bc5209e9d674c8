// One transform, and no list around it.
// at: transforms
// says: Type 'Transform<Image>' is missing the following properties from type 'readonly Transform<Image>[]': length, concat, ….
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

pipeline({
  source: images("pets"),
  label: (file) => /^[A-Z]/.test(file.name) ? "cat" : "dog",
  split: random({ valid: 0.2, seed: 42 }),
  input: image({ size: 224 }),
  transforms: flip(),
  architecture: resnet18(),
  loss: crossEntropy(),
  fit: constant(1, { learningRate: 1e-3 }),
});
