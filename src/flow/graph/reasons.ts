/**
 * Why nodes run: what differs between them and the same nodes of an earlier
 * run, the nearest cause first.
 *
 *     version ── params ── inputs ── what comes before it
 *
 * @module
 */
import { type Change, changesIn } from "../pipeline/changes.ts";
import { describedIn, type Outlook, type Past } from "./outlook.ts";
import { paramReasons } from "./param_reasons.ts";
import type { NodeTrace } from "./trace.ts";

/** More changes than that are counted. */
const NAMED = 3;

const FRONT = ["source", "label", "split"] as const;

type ByName<Node> = ReadonlyMap<string, Node>;

/** What all reasons of one plan are found from. */
interface Comparison {
  readonly now: ByName<Outlook>;
  readonly before: ByName<NodeTrace>;
  readonly failed: ReadonlySet<string>;
  /** What the descriptions differ in. */
  readonly changes: readonly Change[];
}

function byName<Node extends NodeTrace>(nodes: readonly Node[]): ByName<Node> {
  return new Map(nodes.map((node) => [node.name, node]));
}

function named(name: string): string {
  return name === "input" ? "the input" : `input ${name}`;
}

/** The first step in front that gave something else. */
function changedInFront({ now, before }: Comparison): string | undefined {
  return FRONT.find((name) =>
    now.get(name)?.outHash !== before.get(name)?.outHash
  );
}

function inputReasons(
  { inputs, reads }: Outlook,
  before: NodeTrace,
  comparison: Comparison,
): readonly string[] {
  const changed: string[] = [];
  const running: string[] = [];
  for (const [input, hash] of Object.entries(inputs)) {
    if (hash !== null && hash === before.inputs[input]) continue;
    const name = reads[input] ?? changedInFront(comparison) ?? input;
    const known = hash !== null ||
      (reads[input] === undefined &&
        (comparison.now.get(name)?.outHash ?? null) !== null);
    if (known) changed.push(`${named(name)} changed`);
    else running.push(`${named(name)} runs`);
  }
  return [...new Set([...changed, ...running])];
}

/** What a step in front gave, from the same params and inputs. */
const CONTENT: ReadonlyMap<string, string> = new Map([
  ["source", "its items changed"],
  ["label", "its labels changed"],
  ["split", "its sets changed"],
]);

/** What a node itself differs in; what comes before it left out. */
function ownReasons(
  node: Outlook,
  before: NodeTrace,
  comparison: Comparison,
): readonly string[] {
  if (node.version !== before.version) {
    return [`version ${before.version} -> ${node.version}`];
  }
  const params = paramReasons(node, before.params, comparison.changes);
  if (params.length > 0) return params;
  return inputReasons(node, before, comparison);
}

/** Why the chain before a node is another, if it is. */
function chainReasons(
  node: Outlook,
  before: NodeTrace,
  comparison: Comparison,
): readonly string[] {
  const name = node.reads["after"];
  if (name === undefined || node.after === before.after) return [];
  const earlier = comparison.now.get(name);
  if (earlier?.kind !== "start") return ["the epoch before it changed"];
  const then = comparison.before.get(name);
  return then ? ownReasons(earlier, then, comparison) : [];
}

function short(reasons: readonly string[]): string {
  const rest = reasons.length - NAMED;
  const some = reasons.slice(0, NAMED).join(", ");
  return rest > 0 ? `${some} and ${rest} more` : some;
}

function reasonOf(node: Outlook, comparison: Comparison): string {
  const { name, kind, key, outHash, because } = node;
  if (because !== undefined) return because;
  if (key !== null && comparison.failed.has(key)) return "previous run failed";
  const before = comparison.before.get(name);
  if (before === undefined) return "no record";
  const content = CONTENT.get(kind);
  if (
    key === null ? content && outHash === before.outHash : key === before.key
  ) {
    return before.outHash === null
      ? "its checkpoint was not kept"
      : "result was removed (cache gc)";
  }
  const chain = chainReasons(node, before, comparison);
  if (chain.length > 0) return short(chain);
  const own = ownReasons(node, before, comparison);
  if (own.length > 0) return short(own);
  return content ?? "no record";
}

/**
 * Why each node that runs does so, by its name.
 *
 * @example Nothing is known of earlier runs
 * ```ts
 * import { NO_PAST } from "./outlook.ts";
 * import { reasonsFor } from "./reasons.ts";
 * import assert from "node:assert/strict";
 *
 * const model = {
 *   name: "model",
 *   kind: "model",
 *   version: 1,
 *   params: {},
 *   inputs: {},
 *   key: null,
 *   outHash: null,
 *   seconds: null,
 *   fate: "run",
 *   reads: {},
 * } as const;
 * assert.equal(reasonsFor([model], NO_PAST).get("model"), "no record");
 * ```
 */
export function reasonsFor(
  nodes: readonly Outlook[],
  { runs: [latest], failed }: Past,
): ReadonlyMap<string, string> {
  const then = latest?.nodes ?? [];
  const comparison: Comparison = {
    now: byName(nodes),
    before: byName(then),
    failed: new Set(failed),
    changes: changesIn("", describedIn(then), describedIn(nodes)),
  };
  return new Map(
    nodes.filter(({ fate }) => fate !== "reuse")
      .map((node) => [node.name, reasonOf(node, comparison)]),
  );
}
