// A label that is not there yet.
// at: label
// says: Type 'Promise<string>' is not assignable to type 'LabelValue'.
import {
  constant,
  crossEntropy,
  image,
  type ImageFile,
  images,
  pipeline,
  random,
  resnet18,
} from "leat";

async function look(file: ImageFile): Promise<string> {
  const response = await fetch(file.path);
  return response.text();
}

pipeline({
  source: images("pets"),
  label: look,
  split: random({ valid: 0.2, seed: 42 }),
  input: image({ size: 224 }),
  architecture: resnet18(),
  loss: crossEntropy(),
  fit: constant(1, { learningRate: 1e-3 }),
});
