import * as leat from "../../mod.ts";
import type { AnyPipeline } from "../../src/flow/pipeline/pipeline.ts";

/** Eight rows: `x` from 0 to 7, labelled by whether it is at least 4. */
export const ROWS = Array.from({ length: 8 }, (_, at) => ({
  name: `row ${at}`,
  x: at,
}));

/** A data set that is drawn. */
export const SHAPES = {
  kind: "drawn",
  name: "shapes",
  licence: "CC0-1.0",
  generator: "shapes",
  version: 1,
  seed: 1,
  count: 12,
} as const;

/** Rows, columns and a perceptron. */
export const table = leat.pipeline({
  source: leat.rows(ROWS, { id: "name" }),
  label: (row) => row.x < 4 ? "few" : "many",
  split: leat.random({ valid: 0.25, seed: 42, stratify: true }),
  input: leat.features({ continuous: ["x"] }),
  architecture: leat.mlp({ hidden: [4] }),
  loss: leat.crossEntropy(),
  metrics: [leat.errorRate()],
  fit: leat.constant(2, { batch: 2 }),
});

/** Images, transforms and transfer learning. */
export const photographs = leat.pipeline({
  source: leat.images("./photographs"),
  label: (file) => file.name.replace(/_.*/, ""),
  split: leat.random({ valid: 0.25, seed: 42, stratify: true }),
  input: leat.image({ size: 8 }),
  transforms: [leat.flip(), leat.rotate(10)],
  architecture: leat.resnet({ weights: "./weights.safetensors" }),
  loss: leat.crossEntropy(),
  metrics: [leat.errorRate()],
  fit: leat.fineTune(1, { batch: 2 }),
});

/** A pipeline as those see it who do not know its kinds. */
export function untyped(pipeline: unknown): AnyPipeline {
  return pipeline as AnyPipeline;
}
