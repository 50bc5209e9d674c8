import type { Entry } from "../../../base/store/store.ts";
import type { Course } from "../../../flow/graph/course.ts";
import type { EpochNode } from "../../../flow/graph/epoch_node.ts";
import type { Computed } from "../../../flow/graph/node.ts";
import type { Scheduler } from "../../../flow/scheduler/scheduler.ts";

/** What of a course is still to be trained. */
export interface TrainingAhead {
  /** In the order of training. */
  readonly running: readonly EpochNode[];
  /** The checkpoint that training goes on from, if one is stored. */
  readonly stored: Entry | undefined;
}

/** What is to be trained: the epochs after the last one that is stored. */
export async function trainingAhead(
  { epochs, tables, checkpoint, decided }: Course,
  scheduler: Scheduler,
): Promise<TrainingAhead> {
  const unknown = decided ? [] : epochs.slice(tables.length);
  const missing = new Set<Computed>(unknown.slice(1));
  let stored: Entry | undefined;
  let node: Computed | undefined = unknown[0] ?? checkpoint;
  for (; node && !node.virtual; node = node.after) {
    stored = await scheduler.peek(node);
    if (stored) break;
    missing.add(node);
  }
  return { running: epochs.filter((epoch) => missing.has(epoch)), stored };
}
