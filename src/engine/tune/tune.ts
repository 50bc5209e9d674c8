/**
 * Finds out which shaders are fastest on the adapter at hand, and keeps it for
 * the runs that follow.
 *
 * @module
 */
import { openDevice } from "../device/open_device.ts";
import { placeTuning, tuningFile, writeTuning } from "../device/tuned.ts";
import {
  COMPACT,
  type Form,
  FORMS,
  TUNED,
  type Tuned,
  tuneKernels,
  type Tuning,
} from "../kernels/tuning.ts";
import { contest, fastest, type FormTime } from "./contest.ts";

/** What was chosen, and where it is kept. */
export interface TuneResult {
  readonly adapter: string;
  readonly tuning: Tuning;
  readonly file: string;
}

/**
 * Measures each kernel in all its forms and keeps which is the fastest one.
 *
 * @param onTimes gets the forms of each kernel when they are measured
 * @throws {PipelineError} where there is no adapter, or the choice cannot be kept
 */
export async function tune(
  onTimes: (times: readonly FormTime[]) => void,
  onNotice: (line: string) => void,
): Promise<TuneResult> {
  // Without what was found before: all of it is measured, here.
  const device = await openDevice({ onNotice, tune: false });
  const { adapter } = device;
  try {
    // First of all: what cannot be kept is measured for nothing.
    await placeTuning(adapter);
    const tuning: Record<Tuned, Form> = { ...COMPACT };
    for (const kernel of TUNED) {
      const size = adapter.software ? "small" : "large";
      const times = await contest(device, kernel, FORMS[kernel], size) ?? [];
      onTimes(times);
      tuning[kernel] = fastest(times);
    }
    await writeTuning(adapter, { tuning, measured: true });
    return {
      adapter: adapter.description,
      tuning,
      file: tuningFile(adapter),
    };
  } finally {
    tuneKernels(adapter.tuning);
    device.close();
  }
}
