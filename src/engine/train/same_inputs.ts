import type { TransformBehaviour } from "../../flow/stage/transform.ts";

/** Whether a transform makes the same of the same image every time. */
function drawsNothing(transform: TransformBehaviour): boolean {
  if (transform.when === "evaluate") return true;
  if ("parts" in transform) return transform.parts.every(drawsNothing);
  return "apply" in transform && transform.when === "always" &&
    transform.draws === false;
}

/**
 * Whether an item is the same in every epoch, and the same when it is trained
 * on as when it is validated on: nothing augments or mixes it.
 */
export function augmentsNothing(
  transforms: readonly TransformBehaviour[],
): boolean {
  return transforms.every(drawsNothing);
}
