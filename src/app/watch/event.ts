import type { RunEvent } from "../../flow/events/event.ts";
import type { PlannedNode } from "../../flow/graph/plan.ts";

/** What watching itself tells, between the events of runs. */
export type WatchNews =
  /** Once, and again when the pipeline imports other files. */
  | { readonly type: "watch.files"; readonly files: readonly string[] }
  /** Files changed, came or went; none where it was asked to look again. */
  | { readonly type: "watch.saved"; readonly files: readonly string[] }
  /** What is read now is what was read before. */
  | {
    readonly type: "watch.unchanged";
    /** Of the run that is of the same. */
    readonly status: "running" | "waiting" | "ok" | "failed" | "cancelled";
  }
  | {
    readonly type: "watch.plan";
    readonly nodes: readonly PlannedNode[];
    /** How long it takes at least; null where no earlier run tells. */
    readonly seconds: number | null;
    /** Whether it waits to be started; else it begins now, or next. */
    readonly waits: boolean;
  }
  /** A run goes on, as what it does now is a part of the next. */
  | { readonly type: "watch.follows"; readonly after: number }
  /** A run is asked to stop after its step. */
  | { readonly type: "watch.superseded"; readonly by: number }
  | { readonly type: "watch.end" };

/**
 * What `watch` tells. Each time that files are read is a generation, and so is
 * the run that comes of it.
 */
export type WatchEvent = { readonly gen: number } & (RunEvent | WatchNews);
