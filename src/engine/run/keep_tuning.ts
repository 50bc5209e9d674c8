import type { Emit } from "../../flow/events/event.ts";
import type { Adapter } from "../device/adapter.ts";
import { writeTuning } from "../device/tuned.ts";
import { type Measured, measuredNotice } from "../tune/measure.ts";

/**
 * Keeps what was measured beside the steps for the trainings that follow: no
 * training changes its kernels, nor does one that goes on from its middle.
 */
export async function keepTuning(
  adapter: Adapter,
  measured: Measured,
  emit: Emit,
): Promise<void> {
  const { tuning } = measured;
  // Where nothing may be written it is measured each time.
  const kept = await writeTuning(adapter, { tuning, measured: true })
    .then(() => true, () => false);
  if (!kept) return;
  emit({ type: "notice", text: measuredNotice(adapter.name, measured) });
}
