import { basename } from "node:path";
import { hashOf } from "../../base/codec/sha256.ts";
import { isWebAddress } from "../../base/codec/web_address.ts";
import { notANumber } from "../../base/errors/lock.ts";
import { NUMERICS } from "../../engine/run/job/numerics.ts";
import type { RunEnd } from "../../flow/events/event.ts";
import { epochName } from "../../flow/graph/epoch_name.ts";
import {
  type PipelineDescription,
  stagesAlone,
} from "../../flow/pipeline/description.ts";
import type { LockedRun } from "./lock.ts";
import { changeLock } from "./lock_file.ts";

/** What a training gave, as far as it is the same each time, and of what. */
export interface Recorded
  extends Pick<RunEnd, "adapter" | "history" | "metrics" | "outputs"> {
  readonly description: PipelineDescription;
}

/** What a lock calls a pipeline: `pets`, `pets#full`, or all of an address. */
export function runName(
  { file, export: exported }: {
    readonly file: string;
    readonly export: string;
  },
): string {
  const stem = isWebAddress(file) ? file : basename(file, ".ts");
  return exported === "default" ? stem : `${stem}#${exported}`;
}

/** One hash a stage: of what it is and of its params. */
export function settingsOf(
  description: PipelineDescription,
): LockedRun["settings"] {
  const { format: _, ...stages } = stagesAlone(description);
  return Object.fromEntries(
    Object.entries(stages).map(([role, stage]) => [role, hashOf(stage)]),
  );
}

/** A training as a lock holds it: nothing of how long it took. */
export function lockedRun(
  { adapter, history, metrics, outputs, description }: Recorded,
): LockedRun {
  const epochs = history.map((row) => {
    const { train_loss, valid_loss } = row;
    return [epochName(row), { train_loss, valid_loss }] as const;
  });
  return {
    adapter,
    versions: { ...NUMERICS },
    epochs: Object.fromEntries(epochs),
    metrics,
    nodes: outputs,
    settings: settingsOf(description),
  };
}

/** Throws where JSON has no word for a figure. */
function checkFigures(name: string, { epochs, metrics }: LockedRun): void {
  const losses = Object.entries(epochs).flatMap(([epoch, losses]) =>
    Object.entries(losses).map(([which, loss]) =>
      [`${which} of ${epoch}`, loss] as const
    )
  );
  for (const [what, value] of [...losses, ...Object.entries(metrics)]) {
    if (!Number.isFinite(value)) throw notANumber(name, what);
  }
}

/**
 * Writes what a training gave into a lock, in place of what stands there.
 *
 * @throws {PipelineError} when the lock cannot be read or written, or a figure
 * is no number
 */
export async function recordRun(
  path: string,
  name: string,
  recorded: Recorded,
): Promise<boolean> {
  const run = lockedRun(recorded);
  checkFigures(name, run);
  return await changeLock(path, (lock) => ({
    ...lock,
    runs: { ...lock.runs, [name]: run },
  }));
}
