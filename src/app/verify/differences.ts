import type { LockedRun } from "../lock/lock.ts";

/** What two trainings of a pipeline are compared by. */
export type Gave = Pick<LockedRun, "nodes" | "epochs" | "metrics">;

/** Two values that should be one; null stands for what one side lacks. */
export interface Difference {
  /** The name of a node: `label`, `fit/full/1`, `metrics/error_rate`. */
  readonly node: string;
  readonly what: "hash" | "train_loss" | "valid_loss" | "value";
  readonly recorded: string | number | null;
  readonly found: string | number | null;
}

/** What comes before any training: the same on every machine. */
const DATA = ["source", "label", "split", "weights", "statistics", "input"];

/** What is known before anything is packed or trained. */
export const FRONT: ReadonlySet<string> = new Set(DATA.slice(0, 4));

/** Whether a node comes before any training. */
export function isData(node: string): boolean {
  return DATA.includes(node);
}

/** After what is known of data, in this order. */
const LEARNED = ["fit", "predictions", "metrics", "model"];

/** Where a node stands in the flow. */
function rankOf(node: string): number {
  const [first = ""] = node.split("/");
  return [...DATA, ...LEARNED].indexOf(first);
}

/** The names of both in the order of the first, those of the other after. */
function namesOf(...sides: readonly object[]): readonly string[] {
  return [...new Set(sides.flatMap(Object.keys))];
}

function held<Value>(
  side: { readonly [name: string]: Value },
  name: string,
): Value | undefined {
  return Object.hasOwn(side, name) ? side[name] : undefined;
}

function epochDifferences(recorded: Gave, found: Gave): readonly Difference[] {
  return namesOf(found.epochs, recorded.epochs).flatMap((node) =>
    (["train_loss", "valid_loss"] as const).map((what) => ({
      node,
      what,
      recorded: held(recorded.epochs, node)?.[what] ?? null,
      found: held(found.epochs, node)?.[what] ?? null,
    }))
  );
}

function metricDifferences(recorded: Gave, found: Gave): readonly Difference[] {
  return namesOf(found.metrics, recorded.metrics).map((name) => ({
    node: `metrics/${name}`,
    what: "value",
    recorded: held(recorded.metrics, name) ?? null,
    found: held(found.metrics, name) ?? null,
  }));
}

function hashDifferences(recorded: Gave, found: Gave): readonly Difference[] {
  return namesOf(found.nodes, recorded.nodes).map((node) => ({
    node,
    what: "hash",
    recorded: held(recorded.nodes, node) ?? null,
    found: held(found.nodes, node) ?? null,
  }));
}

/**
 * All in which two trainings differ, in the order of the flow: what comes first
 * is the cause, the rest follows from it. Numbers come before hashes of the
 * same node, as they say more.
 *
 * @param found its nodes and epochs are in the order of the flow
 */
export function differencesOf(
  recorded: Gave,
  found: Gave,
): readonly Difference[] {
  return [
    ...epochDifferences(recorded, found),
    ...metricDifferences(recorded, found),
    ...hashDifferences(recorded, found),
  ]
    .filter(({ recorded, found }) => recorded !== found)
    // Sorting leaves equals in their order.
    .sort((a, b) => rankOf(a.node) - rankOf(b.node));
}
