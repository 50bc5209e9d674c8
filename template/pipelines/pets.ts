/** Cats and dogs, drawn by a program: transfer learning in a minute. */
import {
  brightness,
  contrast,
  crossEntropy,
  errorRate,
  fineTune,
  flip,
  image,
  images,
  pipeline,
  random,
  resnet,
  rotate,
  zoom,
} from "leat";
import { drawn } from "leat/datasets/pets";
import { doodles } from "leat/weights/doodles";

export default pipeline({
  source: images(drawn), // images("./photographs") reads a folder of your own
  label: (file) => /^[A-Z]/.test(file.name) ? "cat" : "dog",
  split: random({ valid: 0.2, seed: 42 }),
  input: image({ size: 64 }),
  transforms: [flip(), rotate(10), zoom(), brightness(), contrast()],
  architecture: resnet({ weights: doodles }),
  loss: crossEntropy(),
  metrics: [errorRate()],
  fit: fineTune(6, {
    batch: 32,
    baseLearningRate: 1e-2,
    learningRateMultiplier: 3,
  }),
});
