// An architecture that reads columns, and the input is images.
// at: architecture
// says: Type '"pixels"' is not assignable to type '"encoded columns"'.
import {
  constant,
  crossEntropy,
  image,
  images,
  mlp,
  pipeline,
  random,
} from "leat";

pipeline({
  source: images("pets"),
  label: (file) => /^[A-Z]/.test(file.name) ? "cat" : "dog",
  split: random({ valid: 0.2, seed: 42 }),
  input: image({ size: 224 }),
  architecture: mlp({ hidden: [10] }),
  loss: crossEntropy(),
  fit: constant(1, { learningRate: 1e-3 }),
});
