/**
 * Exclusive or, which two layers learn and one cannot ("Perceptrons", 1969).
 */
import {
  accuracy,
  byGroup,
  crossEntropy,
  features,
  knob,
  mlp,
  oneCycle,
  pipeline,
  rows,
  z,
} from "leat";

const corners = [{ a: 0, b: 0 }, { a: 0, b: 1 }, { a: 1, b: 0 }, {
  a: 1,
  b: 1,
}];
const copies = Array.from(
  { length: 40 },
  (_, copy) => corners.map((corner) => ({ ...corner, copy })),
);

const twoLayers = pipeline({
  source: rows(copies.flat()),
  label: (row) => row.a !== row.b,
  split: byGroup("copy", { valid: 0.25, seed: 42 }),
  input: features({ continuous: ["a", "b"] }),
  architecture: mlp({ hidden: [knob("hidden", 8, z.int().positive())] }),
  loss: crossEntropy(),
  metrics: [accuracy()],
  fit: oneCycle(20, { learningRate: 0.05, batch: 16 }),
  expect: [accuracy.above(0.99)],
});
export default twoLayers;

/** One layer: at least one corner of four is wrong. */
export const oneLayer = pipeline({
  ...twoLayers.spec,
  architecture: mlp({ hidden: [] }),
  expect: [accuracy.below(0.8)],
});
