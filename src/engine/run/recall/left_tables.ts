import { canonical } from "../../../base/codec/canonical.ts";
import type { EpochRow } from "../../../flow/events/event.ts";
import type { Question } from "../../../flow/graph/tell.ts";
import type { EpochNode } from "../../../flow/graph/epoch_node.ts";
import type { Computed } from "../../../flow/graph/node.ts";
import type { Watch } from "../../../flow/graph/watches.ts";
import type { Scheduler } from "../../../flow/scheduler/scheduler.ts";
import { historyOf } from "../job/checkpoints.ts";

/**
 * The tables that a run without callbacks left behind: its last checkpoint
 * tells of all epochs before it, whose own are thinned away.
 *
 * @returns the rows up to an epoch, where it is one of those
 */
export async function leftTables(
  planned: readonly EpochNode[],
  watches: readonly Watch[],
  scheduler: Scheduler,
): Promise<(question: Question) => readonly EpochRow[] | undefined> {
  if (watches.length === 0) return () => undefined;
  const stored = planned.toReversed().map((node) => scheduler.peek(node));
  const latest = (await Promise.all(stored)).find((entry) => entry);
  if (latest === undefined) return () => undefined;
  const rows = await historyOf(latest);
  const asPlanned = new WeakSet<Computed>();
  return ({ epoch }) => {
    const { params, after, program: { epochsBefore: at } } = epoch;
    // What comes before was asked for before.
    const follows = after && (after.virtual || asPlanned.has(after));
    const twin = rows[at] && planned[at];
    if (!follows || !twin || canonical(twin.params) !== canonical(params)) {
      return undefined;
    }
    asPlanned.add(epoch);
    return rows.slice(0, at + 1);
  };
}
