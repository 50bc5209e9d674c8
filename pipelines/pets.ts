/** Cats and dogs by transfer learning: chapter 1 of the fastai book. */
import {
  crossEntropy,
  errorRate,
  fineTune,
  image,
  imagenet,
  images,
  pipeline,
  random,
  resnet,
  resnet34,
} from "leat";
import { drawn, photographs } from "../datasets/pets.ts";

/** The drawn sample: trains in about a minute, without a GPU. */
const pets = pipeline({
  source: images(drawn),
  label: (file) => /^[A-Z]/.test(file.name) ? "cat" : "dog",
  split: random({ valid: 0.2, seed: 42 }),
  input: image({ size: 64 }),
  architecture: resnet({ weights: "./weights/doodles.safetensors" }),
  loss: crossEntropy(),
  metrics: [errorRate()],
  fit: fineTune(3, { batch: 32, baseLearningRate: 5e-3 }),
});

export default pets;

/** The book's: 7,390 photographs, ResNet-34 with ImageNet weights. */
export const full = pipeline({
  ...pets.spec,
  source: images(photographs),
  input: image({ size: 224 }),
  architecture: resnet34({ weights: imagenet }),
  fit: fineTune(1),
});
