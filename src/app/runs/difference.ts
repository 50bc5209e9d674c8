import { paramReasons } from "../../flow/graph/param_reasons.ts";
import type { NodeTrace } from "../../flow/graph/trace.ts";
import type { Change } from "../../flow/pipeline/changes.ts";

/** The first node that is another, and why. */
export interface Difference {
  readonly node: string;
  readonly why: readonly string[];
}

/** What a step in front gave, from the same params. */
const CONTENT: ReadonlyMap<string, string> = new Map([
  ["source", "its items are others"],
  ["label", "its labels are others"],
  ["split", "its sets are others"],
]);

/** More reasons than that are counted. */
const NAMED = 3;

function few(reasons: readonly string[]): readonly string[] {
  const rest = reasons.length - NAMED;
  return rest > 0 ? [...reasons.slice(0, NAMED), `and ${rest} more`] : reasons;
}

/** Why a node is another than the same one of an earlier run. */
function reasons(
  before: NodeTrace,
  after: NodeTrace,
  changes: readonly Change[],
): readonly string[] {
  if (before.version !== after.version) {
    return [`version ${before.version} -> ${after.version}`];
  }
  if (after.key !== null && before.key === after.key) {
    return ["the same key gave another result: it was computed twice"];
  }
  const own = paramReasons(after, before.params, changes);
  if (own.length > 0) return few(own);
  const names = Object.keys({ ...before.inputs, ...after.inputs });
  const inputs = names.filter((name) =>
    before.inputs[name] !== after.inputs[name]
  );
  const content = CONTENT.get(after.kind);
  if (content !== undefined) return [content];
  if (inputs.length > 0) return inputs.map((name) => `input ${name} changed`);
  return before.after === after.after
    ? ["its result is another"]
    : ["what comes before it is another"];
}

/** Whether nothing tells two nodes apart. A result that is gone tells nothing. */
function same(before: NodeTrace, after: NodeTrace): boolean {
  if (before.key !== after.key) return false;
  return before.outHash === null || after.outHash === null ||
    before.outHash === after.outHash;
}

/**
 * The first node in the flow that is another in a later run; null where all are
 * the same, or either run left none.
 *
 * @param changes what the descriptions differ in
 */
export function firstDifference(
  before: readonly NodeTrace[],
  after: readonly NodeTrace[],
  changes: readonly Change[],
): Difference | null {
  if (before.length === 0 || after.length === 0) return null;
  const only = (node: string, side: string): Difference => ({
    node,
    why: [`only the ${side} run has it`],
  });
  for (let at = 0; at < Math.max(before.length, after.length); at++) {
    const [was, is] = [before[at], after[at]];
    if (is === undefined) return only(was?.name ?? "", "first");
    if (was === undefined) return only(is.name, "second");
    if (was.name !== is.name) {
      return after.some(({ name }) => name === was.name)
        ? only(is.name, "second")
        : only(was.name, "first");
    }
    if (!same(was, is)) {
      return { node: is.name, why: reasons(was, is, changes) };
    }
  }
  return null;
}
