import type { Emit } from "../../../flow/events/event.ts";
import type { Steps } from "../../train/steps.ts";

/** Says why steps take longer than they could: each reason once. */
export function refusalTeller(
  emit: Emit,
): (steps: Pick<Steps, "refusal">) => void {
  let told: string | undefined;
  return ({ refusal }) => {
    if (refusal === undefined || refusal === told) return;
    told = refusal;
    emit({
      type: "notice",
      text: `Steps are not replayed, but done anew: each ${refusal}`,
    });
  };
}
