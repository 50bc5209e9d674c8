import type { TransformBehaviour } from "./transform.ts";

/** Whether a transform may show an image otherwise each time. */
export function varies(behaviour: TransformBehaviour): boolean {
  if ("mix" in behaviour || behaviour.when === "evaluate") return false;
  if ("parts" in behaviour) return behaviour.parts.some(varies);
  return !("apply" in behaviour && behaviour.when === "always");
}
