import type { Emit } from "../../../flow/events/event.ts";
import type { Adapter } from "../../device/adapter.ts";
import { isMeasured, writeTuning } from "../../device/tuned.ts";
import { type Measured, measuredNotice } from "../../tune/measure.ts";

/**
 * Keeps what was measured beside the steps for the trainings that follow: no
 * training changes its kernels, nor does one that goes on from its middle.
 */
export async function keepTuning(
  adapter: Adapter,
  found: Measured,
  emit: Emit,
): Promise<void> {
  const { tuning, tried, unmeasured } = found;
  // Another process may have had more time, such as deno task tune.
  if (await isMeasured(adapter)) return;
  const measured = unmeasured.length === 0;
  // Where nothing may be written it is measured each time.
  const kept = await writeTuning(adapter, { tuning, measured, tried })
    .then(() => true, () => false);
  if (!kept) return;
  emit({ type: "notice", text: measuredNotice(adapter.name, found) });
}
