import type { EpochRow } from "../events/event.ts";
import type { EpochNode } from "./epoch_node.ts";
import type { Computed } from "./node.ts";

/** An epoch whose table is wanted. */
export interface Question {
  readonly epoch: EpochNode;
  readonly table: Computed;
  /** Earlier epochs that may be gone back to: keep their checkpoints. */
  readonly needed: readonly EpochNode[];
}

/** The rows up to an epoch, or nothing while they are not known. */
export type Tell = (
  question: Question,
) => Promise<readonly EpochRow[] | undefined>;
