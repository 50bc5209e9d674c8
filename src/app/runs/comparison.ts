/**
 * Two runs side by side.
 *
 * @module
 */
import type { MetricValues } from "../../flow/events/event.ts";
import { type Change, changesIn } from "../../flow/pipeline/changes.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import type { Json } from "../../flow/kinds/json.ts";
import { type Difference, firstDifference } from "./difference.ts";
import type { RunNode, RunRecord } from "./run_record.ts";

/** A metric of two runs; null where one has it not. */
export interface ComparedMetric {
  readonly name: string;
  readonly before: number | null;
  readonly after: number | null;
  readonly difference: number | null;
}

/** What two runs differ in; `before` and `after` as they were named. */
export interface Comparison {
  /** The knobs that were turned, by name; what that changed is in `params`. */
  readonly knobs: readonly Change[];
  /** What the descriptions differ in otherwise, and what functions gave. */
  readonly params: readonly Change[];
  /** The adapter and the versions of what computed. */
  readonly machine: readonly Change[];
  readonly metrics: readonly ComparedMetric[];
  /** The first node in the flow that is another; null where none is known. */
  readonly first: Difference | null;
  /** Whether they are the same run, done twice. */
  readonly equal: boolean;
}

/** One side of a comparison. */
export interface Side {
  readonly run: RunRecord;
  readonly nodes: readonly RunNode[];
}

function comparedMetrics(
  before: MetricValues,
  after: MetricValues,
): readonly ComparedMetric[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].map((name) => {
    const [was = null, is = null] = [before[name], after[name]];
    const difference = was === null || is === null ? null : is - was;
    return { name, before: was, after: is, difference };
  });
}

/** What two runs were computed with, as far as that is known of both. */
function machinesOf(before: RunRecord, after: RunRecord): [Json, Json] {
  const isKnown = before.adapter !== null && after.adapter !== null;
  const machineOf = ({ adapter, versions = {} }: RunRecord) =>
    isKnown ? { ...adapter, ...versions } : versions;
  return [machineOf(before), machineOf(after)];
}

/** What a part of two descriptions differs in. */
function known(
  before: RunRecord,
  after: RunRecord,
  part: (description: PipelineDescription) => object,
): readonly Change[] {
  // One that failed before it was described differs in nothing that is known.
  if (!before.description || !after.description) return [];
  const [was, is] = [part(before.description), part(after.description)];
  return changesIn("", was as Json, is as Json);
}

/** Puts two runs side by side. */
export function compareRuns(before: Side, after: Side): Comparison {
  const [a, b] = [before.run, after.run];
  const knobs = known(a, b, ({ knobs = {} }) => knobs);
  const params = known(a, b, ({ knobs: _values, ...rest }) => rest);
  const machine = changesIn("", ...machinesOf(a, b));
  const metrics = comparedMetrics(a.metrics, b.metrics);
  const first = firstDifference(before.nodes, after.nodes, params);
  const isKnown = before.nodes.length > 0 && after.nodes.length > 0;
  const changed = knobs.length + params.length > 0;
  const equal = isKnown && first === null && !changed &&
    a.status === b.status &&
    metrics.every(({ before, after }) => Object.is(before, after));
  return { knobs, params, machine, metrics, first, equal };
}
