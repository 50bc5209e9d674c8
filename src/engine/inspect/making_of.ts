import type { Normalization } from "../../flow/stage/architecture.ts";
import type { Session } from "../train/session.ts";
import type { Making } from "./to_pixels.ts";

type Made = Pick<Session, "normalization" | "stages">;

/** How values of a batch became what they are, where a stage says it. */
function normalizationOf(
  { normalization, stages }: Made,
): Normalization | undefined {
  if (normalization) return normalization;
  const last = stages.transforms.findLast(({ behaviour }) =>
    behaviour.when !== "evaluate" && !("erase" in behaviour) &&
    !("mix" in behaviour)
  );
  if (last?.op !== "normalize") return undefined;
  const { mean, deviation } = last.params;
  return Array.isArray(mean) && Array.isArray(deviation)
    ? { mean: mean.map(Number), deviation: deviation.map(Number) }
    : undefined;
}

/** How the images of a batch were made, for whoever shows them. */
export function makingOf(session: Made, set: "train" | "valid"): Making {
  const normalization = normalizationOf(session);
  const behaviours = session.stages.transforms
    .map(({ behaviour }) => behaviour);
  // A stage that nothing is known of may have a scale of its own.
  const known = normalization !== undefined ||
    !behaviours.some((each) => "apply" in each);
  const noisy = known && set === "train" &&
    behaviours.some((each) => "erase" in each);
  return { normalization, noisy };
}
