import { neverEnoughGathered } from "../../base/errors/callbacks.ts";
import { gradientCallbacks } from "../stage/callback.ts";
import type { ScheduleBehaviour } from "../stage/schedule.ts";

/**
 * Checks that every phase of a schedule comes to a step of the optimizer: what
 * is gathered is forgotten when the next one begins.
 *
 * @param steps batches of an epoch
 * @throws {PipelineError} when a phase is shorter than what
 * `accumulateGradients()` waits for
 */
export function checkGathering(
  schedule: ScheduleBehaviour,
  { groups, steps }: { readonly groups: number; readonly steps: number },
): void {
  const { accumulate } = gradientCallbacks(schedule.callbacks ?? []);
  if (accumulate === undefined) return;
  const { samples } = accumulate;
  for (const { name, epochs } of schedule.phases({ groups })) {
    const items = epochs * steps * schedule.batch;
    if (items < samples) throw neverEnoughGathered(samples, name, items);
  }
}
