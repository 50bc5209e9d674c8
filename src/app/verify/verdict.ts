import type { LockedRun } from "../lock/lock.ts";
import { type Difference, differencesOf, isData } from "./differences.ts";
import { type MachineDifference, machineDifferences } from "./machine.ts";
import type { Tolerances } from "./tolerances.ts";

/**
 * What was compared: `"hashes"` is every bit; `"metrics"` is all that comes
 * before training, bit by bit, and metrics within their tolerance, as another
 * machine rounds otherwise.
 */
export type Comparison = "hashes" | "metrics";

/** A metric of two trainings. */
export interface ComparedMetric {
  readonly recorded: number | null;
  readonly found: number | null;
  /** How far apart they may be on different machines. */
  readonly tolerance: number;
  /** Whether the pipeline states the tolerance. */
  readonly stated: boolean;
}

/** How a training compares with the record of another. */
export interface Verdict {
  readonly same: boolean;
  readonly comparison: Comparison;
  /** The first in the order of the flow that should not be. */
  readonly first: Difference | null;
  /** All of them, those included that another machine excuses. */
  readonly differences: readonly Difference[];
  /** In what the machines differ. */
  readonly machine: readonly MachineDifference[];
  /** Stages whose settings are not those that were recorded. */
  readonly settings: readonly string[];
  readonly metrics: { readonly [name: string]: ComparedMetric };
}

/** The stages whose settings differ, in the order of the flow. */
function changedSettings(recorded: LockedRun, found: LockedRun) {
  const { settings } = found;
  return Object.keys(settings).filter((role) =>
    recorded.settings[role] !== settings[role]
  );
}

function comparedMetrics(
  recorded: LockedRun,
  found: LockedRun,
  tolerances: Tolerances,
): Verdict["metrics"] {
  const names = new Set([
    ...Object.keys(found.metrics),
    ...Object.keys(recorded.metrics),
  ]);
  return Object.fromEntries([...names].map((name) => {
    const before = recorded.metrics[name] ?? null;
    const now = found.metrics[name] ?? null;
    const allowed = tolerances(name, before ?? now ?? 0);
    return [name, { recorded: before, found: now, ...allowed }];
  }));
}

/** Whether a metric is as it was, as far as another machine can tell. */
function isWithin({ recorded, found, tolerance }: ComparedMetric): boolean {
  if (recorded === null || found === null) return recorded === found;
  return Math.abs(recorded - found) <= tolerance;
}

/**
 * Compares a training with the record of another. Where all is equal, so it is,
 * whatever computed it; where the machines differ, what is computed may.
 */
export function verdictOf(
  recorded: LockedRun,
  found: LockedRun,
  tolerances: Tolerances,
): Verdict {
  const differences = differencesOf(recorded, found);
  const machine = machineDifferences(recorded, found);
  const metrics = comparedMetrics(recorded, found, tolerances);
  const comparison = differences.length === 0 || machine.length === 0
    ? "hashes"
    : "metrics";
  const counts = ({ node, what }: Difference) => {
    if (comparison === "hashes" || isData(node)) return true;
    if (what !== "value") return false;
    const metric = metrics[node.slice("metrics/".length)];
    return metric === undefined || !isWithin(metric);
  };
  const first = differences.find(counts) ?? null;
  return {
    same: first === null,
    comparison,
    first,
    differences,
    machine,
    settings: changedSettings(recorded, found),
    metrics,
  };
}
