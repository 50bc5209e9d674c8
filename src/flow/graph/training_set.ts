/**
 * What a trained model answers to its own training set: for who looks for
 * labels that are wrong. No figure is ever made of it.
 *
 * @module
 */
import type { LearnGraph } from "./learning.ts";
import type { Computed } from "./node.ts";

/** Raise when an executor may write other bytes from the same parts. */
const VERSION = 1;

/** The node of the answers. */
export function trainingAnswers(
  { predictions: { inputs: { valid: _valid, ...inputs }, ...node } }: Pick<
    LearnGraph,
    "predictions"
  >,
): Computed {
  return {
    ...node,
    name: "predictions/train",
    kind: "trainPredictions",
    version: VERSION,
    inputs,
  };
}
