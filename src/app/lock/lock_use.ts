import { PipelineError } from "../../base/errors/pipeline_error.ts";
import type { Emit } from "../../flow/events/event.ts";
import { lockPath } from "./lock_file.ts";
import { Pinning } from "./pinning.ts";

/**
 * What a run does with the lock beside its pipeline: `"pin"` adds what is
 * fetched to it, `"record"` also what the training gave; `"frozen"` refuses
 * what is not pinned, and writes nothing; `"ignore"` leaves it alone.
 */
export type LockUse = "pin" | "record" | "frozen" | "ignore";

/** The pins that a run is held against, unless it is to ignore them. */
export async function openPinning(
  pipelineFile: string,
  use: LockUse,
): Promise<Pinning | undefined> {
  if (use === "ignore") return undefined;
  const frozen = use === "frozen";
  return await Pinning.open(lockPath(pipelineFile), { frozen });
}

/**
 * Adds what was used to the lock. A lock that cannot be written is a reason to
 * fail only where it was asked for: a pipeline may lie in a read-only folder.
 *
 * @throws {PipelineError} when the run is to be recorded, and cannot be
 */
export async function savePins(
  pinning: Pinning | undefined,
  use: LockUse,
  emit: Emit,
): Promise<void> {
  if (pinning === undefined || use === "frozen") return;
  try {
    await pinning.save();
  } catch (error) {
    if (use === "record" || !(error instanceof PipelineError)) throw error;
    const { message, remedy } = error;
    emit({ type: "warning", text: remedy ? `${message}. ${remedy}` : message });
  }
}
