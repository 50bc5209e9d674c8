import type { Predictions } from "../../../src/flow/stage/objective.ts";

/** Predictions from rows of outputs and of targets. */
export function predictionsOf(
  target: Predictions["target"],
  outputs: readonly (readonly number[])[],
  targets: readonly (readonly number[])[],
  classes: readonly (string | boolean)[] = [],
): Predictions {
  return {
    target,
    count: outputs.length,
    columns: outputs[0]?.length ?? classes.length,
    outputs: Float32Array.from(outputs.flat()),
    targets: Float32Array.from(targets.flat()),
    classes,
  };
}
