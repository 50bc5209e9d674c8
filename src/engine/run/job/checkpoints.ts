/**
 * What an `epoch` node stores: the state of the run, and its table so far.
 *
 * @module
 */
import type { Entry } from "../../../base/store/store.ts";
import type { EpochRow } from "../../../flow/events/event.ts";
import type { EpochNode } from "../../../flow/graph/epoch_node.ts";
import { RUN_LOG } from "../../../flow/scheduler/scheduler.ts";
import { type Checkpoint, decodeCheckpoint } from "../../train/checkpoint.ts";

/** The file that holds the state of a run. */
export const CHECKPOINT = "checkpoint.safetensors";

/** The rows of all epochs up to a checkpoint. */
export async function historyOf(
  checkpoint: Entry,
): Promise<readonly EpochRow[]> {
  // Written by the trainer, and the store has checked its size.
  return await checkpoint.readJson(RUN_LOG) as readonly EpochRow[];
}

/**
 * Rows as they are counted in a plan: an epoch may have been trained for another
 * one, which has more of them or fewer.
 */
export function countedAs(
  epochs: readonly EpochNode[],
  rows: readonly EpochRow[],
): readonly EpochRow[] {
  return rows.map((row) => {
    const planned = epochs.find(({ program }) =>
      program.phase === row.phase && program.epoch === row.epoch
    );
    return { ...row, epochs: planned?.program.epochs ?? row.epochs };
  });
}

/** All that a checkpoint holds. */
export async function stateOf(checkpoint: Entry): Promise<Checkpoint> {
  return decodeCheckpoint(await checkpoint.readBytes(CHECKPOINT));
}
