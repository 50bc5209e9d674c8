import * as leat from "leat";

const points = Array.from({ length: 64 }, (_, at) => ({
  at,
  x: Math.sin(at),
  y: Math.cos(at * 3),
}));

/** 64 points, labelled by the sign of their first number; two epochs. */
export const sides = leat.pipeline({
  source: leat.rows(points, { id: "at" }),
  label: (row) => row.x > 0 ? "right" : "left",
  split: leat.random({ valid: 0.25, seed: 1 }),
  input: leat.features({ continuous: ["x", "y"] }),
  architecture: leat.mlp({ hidden: [] }),
  loss: leat.crossEntropy(),
  metrics: [leat.errorRate()],
  fit: leat.constant(2, { learningRate: 0.1, batch: 16 }),
});
