/**
 * How long nodes will take, from how long they took.
 *
 * @module
 */
import { canonical } from "../../base/codec/canonical.ts";
import { isObject } from "../pipeline/nested.ts";
import type { Outlook, Past, PastRun } from "./outlook.ts";
import type { NodeTrace } from "./trace.ts";

/** What a node is expected to take, in seconds. */
export interface Expected {
  /** Null where no earlier run tells. */
  readonly seconds: number | null;
  /** It is told by a run with another network or other inputs. */
  readonly rough: boolean;
}

/** These run while a plan is made. */
const AT_ONCE: ReadonlySet<string> = new Set(["source", "label", "split"]);

/** The network and what it is given: what a second of work depends on most. */
function likeness(nodes: readonly NodeTrace[]): string {
  const params = (kind: string) =>
    nodes.find((node) => node.kind === kind)?.params ?? null;
  const start = params("start");
  const architecture = isObject(start) ? start["architecture"] ?? null : null;
  return canonical([architecture, params("input")]);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = Math.floor(sorted.length / 2);
  const high = sorted[at] ?? NaN;
  return sorted.length % 2 === 1 ? high : (high + (sorted[at - 1] ?? high)) / 2;
}

/** `fit/unfrozen` of `fit/unfrozen/2`. */
function phaseOf(name: string): string {
  return name.slice(0, name.lastIndexOf("/"));
}

/** The nodes that tell most of another one, of those whose time is known. */
function peers(node: NodeTrace, { nodes }: PastRun): readonly NodeTrace[] {
  const timed = nodes.filter(({ kind, seconds }) =>
    kind === node.kind && seconds !== null
  );
  const own = timed.filter(({ name }) =>
    node.kind === "epoch"
      ? phaseOf(name) === phaseOf(node.name)
      : name === node.name
  );
  return own.length > 0 ? own : timed;
}

/** What a peer took, as if it had gone through as many items. */
function scaled({ items }: NodeTrace, peer: NodeTrace): number {
  const ratio = items !== undefined && peer.items ? items / peer.items : 1;
  return (peer.seconds ?? 0) * ratio;
}

function expected(
  node: Outlook,
  runs: readonly PastRun[],
): number | undefined {
  for (const run of runs) {
    const some = peers(node, run);
    if (some.length > 0) {
      const whole = median(some.map((each) => scaled(node, each)));
      return whole * (node.left ?? 1);
    }
  }
  return undefined;
}

/**
 * What each node will take, by its name: the median of what the same node, or
 * the epochs of the same phase, took in the latest run that tells, scaled by
 * the number of items. Runs with the same network and input come first, then
 * what of this one is stored, then any other run.
 *
 * @example A phase of twice as many items
 * ```ts
 * import { expectedSeconds } from "./expected_seconds.ts";
 * import assert from "node:assert/strict";
 *
 * const epoch = {
 *   name: "fit/training/1",
 *   kind: "epoch",
 *   version: 1,
 *   params: {},
 *   inputs: {},
 *   key: null,
 *   outHash: null,
 *   seconds: 10,
 *   items: 100,
 * };
 * const now = { ...epoch, items: 200, fate: "run", reads: {} } as const;
 * const past = { runs: [{ nodes: [epoch] }], failed: [] };
 * assert.deepEqual(expectedSeconds([now], past).get(now.name), {
 *   seconds: 20,
 *   rough: false,
 * });
 * ```
 */
export function expectedSeconds(
  nodes: readonly Outlook[],
  { runs }: Past,
): ReadonlyMap<string, Expected> {
  const own = likeness(nodes);
  const alike = runs.filter((run) => likeness(run.nodes) === own);
  return new Map(nodes.map((node): [string, Expected] => {
    const { name, kind, fate, because } = node;
    if (fate === "reuse" || (AT_ONCE.has(kind) && because === undefined)) {
      return [name, { seconds: 0, rough: false }];
    }
    // What is fetched first takes as long as the network does.
    if (AT_ONCE.has(kind)) return [name, { seconds: null, rough: false }];
    // What is stored tells too, as of a run that was stopped.
    const seconds = expected(node, [...alike, { nodes }]);
    if (seconds !== undefined) return [name, { seconds, rough: false }];
    const rough = expected(node, runs);
    return [name, { seconds: rough ?? null, rough: rough !== undefined }];
  }));
}
