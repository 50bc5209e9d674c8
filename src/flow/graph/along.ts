import type { Course } from "./course.ts";
import type { LearnGraph } from "./learning.ts";

/** A graph whose epochs are those of a course, judged by what it ends with. */
export function along(
  graph: LearnGraph,
  { epochs, checkpoint }: Course,
): LearnGraph {
  const { inputs } = graph.predictions;
  const predictions = {
    ...graph.predictions,
    inputs: { ...inputs, checkpoint },
  };
  return {
    ...graph,
    epochs,
    predictions,
    metrics: new Map(
      [...graph.metrics].map(([name, node]) => [
        name,
        { ...node, inputs: { predictions } },
      ]),
    ),
    model: { ...graph.model, inputs: { ...graph.model.inputs, checkpoint } },
  };
}
