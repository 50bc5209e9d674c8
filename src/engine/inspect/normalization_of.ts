import type { Normalization } from "../../flow/stage/architecture.ts";
import type { Session } from "../train/session.ts";

/** How values of a batch became what they are, where a stage says it. */
export function normalizationOf(
  { normalization, stages }: Pick<Session, "normalization" | "stages">,
): Normalization | undefined {
  if (normalization) return normalization;
  const last = stages.transforms.findLast(({ behaviour }) =>
    behaviour.when !== "evaluate" && !("mix" in behaviour)
  );
  if (last?.op !== "normalize") return undefined;
  const { mean, deviation } = last.params;
  return Array.isArray(mean) && Array.isArray(deviation)
    ? { mean: mean.map(Number), deviation: deviation.map(Number) }
    : undefined;
}
