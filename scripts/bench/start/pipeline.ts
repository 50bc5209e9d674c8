/**
 * A ResNet-18 that learns for one short epoch: what starting takes is all that
 * this takes.
 *
 * @module
 */
import * as leat from "leat";

const drawn = leat.dataset({
  kind: "drawn",
  name: "drawn-pets-64",
  licence: "MIT",
  generator: "pets",
  version: 1,
  seed: 42,
  count: 64,
});

export default leat.pipeline({
  source: leat.images(drawn),
  label: (file) => /^[A-Z]/.test(file.name) ? "cat" : "dog",
  split: leat.random({ valid: 0.25, seed: 42 }),
  input: leat.image({ size: 64 }),
  architecture: leat.resnet18(),
  loss: leat.crossEntropy(),
  metrics: [leat.errorRate()],
  fit: leat.constant(1, { learningRate: 1e-3, batch: 16 }),
});
