import { expectedSeconds } from "./expected_seconds.ts";
import { extensionNote } from "./extension.ts";
import type { Fate, Outlook, Past } from "./outlook.ts";
import { reasonsFor } from "./reasons.ts";

/** A node of a plan. */
export interface PlannedNode {
  readonly name: string;
  readonly state: Fate;
  /** Null while it depends on what runs before. */
  readonly key: string | null;
  /** Why it runs; left out where it does not. */
  readonly reason?: string;
  /** What it goes on from: `epoch 3`, `step 40 of 92`. */
  readonly from?: string;
  /** How long it will take; null where no earlier run tells. */
  readonly seconds: number | null;
}

/** What a run would do, why, and how long that takes. */
export interface Plan {
  /** In the order of the flow. */
  readonly nodes: readonly PlannedNode[];
  /** Of all nodes; null where that of one is not known. */
  readonly seconds: number | null;
  /** What else there is to say. */
  readonly notes: readonly string[];
}

const ROUGH =
  "The time is that of a run with another network or input, scaled by the number of items: take it as rough";

/**
 * A plan, with reasons and times from earlier runs.
 *
 * @param about a number of seconds in words
 */
export function planOf(
  outlook: readonly Outlook[],
  past: Past,
  about?: (seconds: number) => string,
): Plan {
  // It has a key, and nothing is ever done for it.
  const shown = outlook.filter(({ kind }) => kind !== "start");
  const reasons = reasonsFor(outlook, past);
  const expected = expectedSeconds(outlook, past);
  const nodes = shown.map(({ name, fate, key, from }): PlannedNode => {
    const reason = reasons.get(name);
    return {
      name,
      state: fate,
      key,
      ...reason === undefined ? {} : { reason },
      ...from === undefined ? {} : { from },
      seconds: expected.get(name)?.seconds ?? null,
    };
  });
  const all = nodes.map((node) => node.seconds);
  const seconds = all.includes(null)
    ? null
    : all.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  const extension = extensionNote(
    outlook,
    past,
    seconds === null ? undefined : about?.(seconds),
  );
  const trains = shown.some(({ kind, fate }) =>
    kind === "epoch" && fate !== "reuse"
  );
  const split = trains && past.batches !== undefined
    ? [`The last run split its batches: ${past.batches}`]
    : [];
  const rough = shown.some(({ name }) => expected.get(name)?.rough);
  return {
    nodes,
    seconds,
    notes: [
      ...extension === undefined ? [] : [extension],
      ...split,
      ...rough ? [ROUGH] : [],
    ],
  };
}
