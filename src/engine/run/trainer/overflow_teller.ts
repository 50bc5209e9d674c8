import type { Emit } from "../../../flow/events/event.ts";
import type { EpochProgram } from "../../../flow/graph/program.ts";
import type { Scaling } from "../../kernels/optimizer/loss_scale.ts";

/** What of an epoch is told. */
type Told = Pick<EpochProgram, "epoch" | "settings">;

/**
 * Says after an epoch in mixed precision how many steps of its phase were left
 * out, if that became more: a few at the start are as it should be, and each
 * is one that was planned and taught nothing.
 */
export function overflowTeller(
  emit: Emit,
): (program: Told, scaling: Scaling | undefined) => void {
  let told = 0;
  return ({ epoch, settings }, scaling) => {
    const { skipped = 0, scale } = scaling ?? {};
    // Another phase counts from the start.
    if (skipped > 0 && skipped !== told) {
      const steps = epoch * settings.length;
      emit({
        type: "notice",
        text:
          `Mixed precision left out ${skipped} of ${steps} steps so far, whose gradients were too large for 16 bits; the loss is scaled by ${scale}`,
      });
    }
    told = skipped;
  };
}
