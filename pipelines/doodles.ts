/** Sixteen kinds of doodle: what the weights of `pets` were trained on. */
import {
  brightness,
  contrast,
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
  rotate,
  zoom,
} from "leat";
import { doodles } from "../datasets/doodles.ts";

export default pipeline({
  source: images(doodles),
  label: (file) => file.name.replace(/_\d+\.jpg$/, ""),
  split: random({ valid: 0.1, seed: 42 }),
  input: image({ size: 64 }),
  transforms: [
    flip(),
    rotate(10),
    zoom(),
    brightness(),
    contrast(),
    normalize(),
  ],
  architecture: resnet(),
  loss: crossEntropy(),
  metrics: [errorRate()],
  fit: oneCycle(16, { learningRate: 6e-3, batch: 32 }),
});
