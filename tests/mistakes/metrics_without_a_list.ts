// One metric, and no list around it.
// at: metrics
// says: Type 'Metric<Category>' is missing the following properties from type 'readonly Metric<never>[]': length, concat, ….
import {
  constant,
  crossEntropy,
  errorRate,
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
  loss: crossEntropy(),
  metrics: errorRate(),
  fit: constant(1, { learningRate: 1e-3 }),
});
