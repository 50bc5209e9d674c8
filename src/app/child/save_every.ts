import { wrongSaveEvery } from "../../base/errors/command.ts";
import { type SaveTimer, saveTimer } from "../../engine/run/job/save_timer.ts";

/**
 * When a run saves its state within an epoch: every `LEAT_SAVE_EVERY` seconds,
 * or once a minute. 0 is after every step.
 *
 * @throws {PipelineError} when the variable holds no such number
 */
export function saveEvery(): SaveTimer {
  const own = Deno.env.get("LEAT_SAVE_EVERY");
  if (!own) return saveTimer();
  const seconds = Number(own);
  if (seconds >= 0 && Number.isFinite(seconds)) return saveTimer(seconds);
  throw wrongSaveEvery(own);
}
