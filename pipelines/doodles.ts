/** Sixteen kinds of doodle: what the weights of `pets` were trained on. */
import {
  crossEntropy,
  errorRate,
  flip,
  image,
  images,
  normalize,
  oneCycle,
  pipeline,
  random,
  resnet,
} from "leat";
import { doodles } from "../datasets/doodles.ts";

export default pipeline({
  source: images(doodles),
  label: (file) => file.name.replace(/_\d+\.jpg$/, ""),
  split: random({ valid: 0.1, seed: 42 }),
  input: image({ size: 64 }),
  transforms: [flip(), normalize()],
  architecture: resnet(),
  loss: crossEntropy(),
  metrics: [errorRate()],
  fit: oneCycle(8, { learningRate: 1e-2, batch: 32 }),
});
