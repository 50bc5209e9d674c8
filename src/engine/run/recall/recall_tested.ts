import type { RunEnd } from "../../../flow/events/event.ts";
import { judging } from "../../../flow/graph/learning.ts";
import { testGraph } from "../../../flow/graph/test_set.ts";
import { readMetrics } from "../job/job_graph.ts";
import type { TrainedJob } from "./recall.ts";

/** What the test set says of a trained model. */
export interface Tested extends Pick<RunEnd, "metrics" | "baseline"> {
  /** How many items of it could be read. */
  readonly count: number;
  /** The names of what was computed for it, and of what was there. */
  readonly executed: readonly string[];
  readonly reused: readonly string[];
  /** The keys of all that was computed from it, ever. */
  readonly keys: readonly string[];
}

/**
 * What the test set said of a trained model when it was opened before, or
 * nothing if any of it is still to be computed. Executes nothing.
 */
export async function recallTested(
  { front, graph, scheduler }: TrainedJob,
): Promise<Tested | undefined> {
  const tests = testGraph(front, graph);
  const found = await readMetrics(tests, (node) => scheduler.peek(node));
  if (found === undefined) return undefined;
  const traces = await Promise.all(
    judging(tests).map((node) => scheduler.trace(node)),
  );
  return {
    ...found,
    count: front.sets.test.length,
    executed: [],
    reused: traces.map(({ name }) => name),
    keys: traces.flatMap(({ key }) => key ?? []),
  };
}
