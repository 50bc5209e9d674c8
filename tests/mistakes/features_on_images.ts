// An input for columns, and the source lists images.
// at: input
// says: Property 'width' is missing in type 'ImageFile' but required in type '…'.
import {
  constant,
  crossEntropy,
  features,
  images,
  mlp,
  pipeline,
  random,
} from "leat";

pipeline({
  source: images("pets"),
  label: (file) => /^[A-Z]/.test(file.name) ? "cat" : "dog",
  split: random({ valid: 0.2, seed: 42 }),
  input: features({ continuous: ["width"] }),
  architecture: mlp({ hidden: [10] }),
  loss: crossEntropy(),
  fit: constant(1, { learningRate: 1e-3 }),
});
