// A label that reads what no file has.
// at: breed
// says: Property 'breed' does not exist on type 'ImageFile'.
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
  label: (file) => file.breed,
  split: random({ valid: 0.2, seed: 42 }),
  input: image({ size: 224 }),
  architecture: resnet18(),
  loss: crossEntropy(),
  fit: constant(1, { learningRate: 1e-3 }),
});
