// Fine-tuning a deep network that was not trained.
// at: fit
// says: Type '"random: the architecture was given no weights"' is not assignable to type '"trained before: the architecture was given weights"'.
import {
  crossEntropy,
  fineTune,
  image,
  images,
  pipeline,
  random,
  resnet152,
} from "leat";

pipeline({
  source: images("pets"),
  label: (file) => /^[A-Z]/.test(file.name) ? "cat" : "dog",
  split: random({ valid: 0.2, seed: 42 }),
  input: image({ size: 224 }),
  architecture: resnet152({ hidden: 256 }),
  loss: crossEntropy(),
  fit: fineTune(1),
});
