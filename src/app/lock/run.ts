import { basename } from "node:path";
import { NUMERICS } from "../../engine/run/numerics.ts";
import type { EpochRow, RunEnd } from "../../flow/events/event.ts";
import { isWebAddress } from "../remote/remote_address.ts";
import type { LockedRun } from "./lock.ts";
import { changeLock } from "./lock_file.ts";

/** What a training gave, as far as it is the same each time. */
export type Recorded = Pick<
  RunEnd,
  "adapter" | "history" | "metrics" | "outputs"
>;

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

/** The name of the node of an epoch. */
export function epochName({ phase, epoch }: EpochRow): string {
  return `fit/${phase}/${epoch}`;
}

/** A training as a lock holds it: nothing of how long it took. */
export function lockedRun(
  { adapter, history, metrics, outputs }: Recorded,
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
  };
}

/**
 * Writes what a training gave into a lock, in place of what stands there.
 *
 * @throws {PipelineError} when the lock cannot be read or written
 */
export async function recordRun(
  path: string,
  name: string,
  recorded: Recorded,
): Promise<boolean> {
  const run = lockedRun(recorded);
  return await changeLock(path, (lock) => ({
    ...lock,
    runs: { ...lock.runs, [name]: run },
  }));
}
