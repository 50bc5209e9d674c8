/**
 * Two runs side by side.
 *
 * @module
 */
import type { MetricValues } from "../../flow/events/event.ts";
import { type Change, changesIn } from "../../flow/pipeline/changes.ts";
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
  /** What the descriptions differ in, and what functions gave. */
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

/** What a run was computed with, as one value. */
function machineOf({ adapter, versions = {} }: RunRecord): Json {
  return { ...adapter, ...versions };
}

/** Puts two runs side by side. */
export function compareRuns(before: Side, after: Side): Comparison {
  const [a, b] = [before.run, after.run];
  // One that failed before it was described differs in nothing that is known.
  const params = a.description && b.description
    ? changesIn("", a.description as Json, b.description as Json)
    : [];
  const machine = changesIn("", machineOf(a), machineOf(b));
  const metrics = comparedMetrics(a.metrics, b.metrics);
  const first = firstDifference(before.nodes, after.nodes, params);
  const known = before.nodes.length > 0 && after.nodes.length > 0;
  const equal = known && first === null && params.length === 0 &&
    a.status === b.status &&
    metrics.every(({ before, after }) => Object.is(before, after));
  return { params, machine, metrics, first, equal };
}
