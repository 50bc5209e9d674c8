import type { Course } from "./course.ts";
import type { LearnGraph } from "./learning.ts";
import type { Computed } from "./node.ts";

/** The metrics of a graph over other predictions. */
export function judgedBy(
  graph: Pick<LearnGraph, "augmented" | "metrics">,
  { predictions, augmented }: Pick<LearnGraph, "predictions" | "augmented">,
): LearnGraph["metrics"] {
  const judged = ({ inputs }: Computed) =>
    augmented && inputs["predictions"] === graph.augmented
      ? augmented
      : predictions;
  return new Map(
    [...graph.metrics].map(([name, node]) => [
      name,
      { ...node, inputs: { predictions: judged(node) } },
    ]),
  );
}

/** A graph whose epochs are those of a course, judged by what it ends with. */
export function along(
  graph: LearnGraph,
  { epochs, checkpoint }: Course,
): LearnGraph {
  const judging = (node: Computed): Computed => ({
    ...node,
    inputs: { ...node.inputs, checkpoint },
  });
  const predictions = judging(graph.predictions);
  const augmented = graph.augmented && judging(graph.augmented);
  return {
    ...graph,
    epochs,
    predictions,
    augmented,
    metrics: judgedBy(graph, { predictions, augmented }),
    model: judging(graph.model),
  };
}
