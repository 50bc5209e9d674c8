/** Cats and dogs by transfer learning: chapter 1 of the fastai book. */
import * as leat from "leat";
import { drawn, photographs } from "../datasets/pets.ts";
import { doodles } from "../datasets/weights/doodles.ts";

/** The drawn sample, from weights that were trained on doodles. */
const pets = leat.pipeline({
  source: leat.images(drawn),
  label: (file) => /^[A-Z]/.test(file.name) ? "cat" : "dog",
  split: leat.random({ valid: 0.2, seed: 42 }),
  input: leat.image({ size: 64 }),
  transforms: [
    leat.flip(),
    leat.rotate(10),
    leat.zoom(),
    leat.brightness(),
    leat.contrast(),
  ],
  architecture: leat.resnet({ weights: doodles }),
  loss: leat.crossEntropy(),
  metrics: [leat.errorRate()],
  fit: leat.fineTune(6, {
    batch: 32,
    baseLearningRate: 1e-2,
    learningRateMultiplier: 3,
  }),
  expect: [leat.errorRate.below(0.08), leat.errorRate.within(0.02)],
});
export default pets;

/** The book's: 7,390 photographs, ResNet-34 with ImageNet weights, one epoch. */
export const full = leat.pipeline({
  ...pets.spec,
  source: leat.images(photographs),
  input: leat.image({ size: 224 }),
  transforms: [],
  architecture: leat.resnet34({ weights: leat.imagenet }),
  fit: leat.fineTune(1),
  expect: [],
});
