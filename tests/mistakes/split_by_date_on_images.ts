// A split by date, and the source lists images.
// at: split
// says: Property 'taken' is missing in type 'ImageFile' but required in type '…'.
import {
  after,
  constant,
  crossEntropy,
  image,
  images,
  pipeline,
  resnet18,
} from "leat";

pipeline({
  source: images("pets"),
  label: (file) => /^[A-Z]/.test(file.name) ? "cat" : "dog",
  split: after("taken", "2011-06-01"),
  input: image({ size: 224 }),
  architecture: resnet18(),
  loss: crossEntropy(),
  fit: constant(1, { learningRate: 1e-3 }),
});
