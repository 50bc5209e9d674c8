import { Interrupted } from "../../base/errors/interrupted.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import type { Emit } from "../../flow/events/event.ts";

/** The steps in front, in the order of the flow. */
export const FRONT = ["source", "label", "split"] as const;

type Step = typeof FRONT[number];

/** Which of some steps an error came up at: as it says, or the first. */
function stepOf(error: unknown, steps: readonly [Step, ...Step[]]): Step {
  const stage = error instanceof PipelineError ? error.stage : undefined;
  return steps.find((step) => step === stage) ?? steps[0];
}

/**
 * Does the work of steps in front, and tells what becomes of them. Those that
 * are done in one go are under way together.
 *
 * @param emit nobody is told without it
 */
export async function telling<Result>(
  steps: readonly [Step, ...Step[]],
  emit: Emit | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  if (emit === undefined) return await work();
  const tell = (
    node: Step,
    state: "running" | "done" | "failed" | "cancelled",
    seconds?: number,
  ) =>
    emit({
      type: "node.state",
      node,
      key: null,
      state,
      ...seconds === undefined ? {} : { seconds },
    });
  for (const step of steps) tell(step, "running");
  const start = performance.now();
  try {
    const result = await work();
    const seconds = (performance.now() - start) / 1000;
    for (const step of steps) tell(step, "done", seconds / steps.length);
    return result;
  } catch (error) {
    if (error instanceof Interrupted) {
      for (const step of steps) tell(step, "cancelled");
      throw error;
    }
    const by = stepOf(error, steps);
    const at = FRONT.indexOf(by);
    for (const step of steps) {
      if (FRONT.indexOf(step) < at) tell(step, "done");
    }
    tell(by, "failed");
    for (const node of FRONT.slice(at + 1)) {
      emit({ type: "node.state", node, key: null, state: "blocked", by });
    }
    throw error;
  }
}
