// Fine-tuning a layers model whose weights are not used.
// at: fit
// says: Type '"random: the architecture was given no weights"' is not assignable to type '"trained before: the architecture was given weights"'.
import {
  crossEntropy,
  fineTune,
  image,
  images,
  layersModel,
  pipeline,
  random,
} from "leat";

pipeline({
  source: images("pets"),
  label: (file) => /^[A-Z]/.test(file.name) ? "cat" : "dog",
  split: random({ valid: 0.2, seed: 42 }),
  input: image({ size: 224 }),
  architecture: layersModel("mobilenet/model.json", {
    cut: "conv_pw_13_relu",
    random: true,
  }),
  loss: crossEntropy(),
  fit: fineTune(1),
});
