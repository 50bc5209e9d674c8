import type { RunEnd } from "../../flow/events/event.ts";
import type { NodeTrace } from "../../flow/graph/trace.ts";

/** What a run gave: `model` is a folder. */
export type Given = Omit<RunEnd, "type" | "status" | "seconds" | "run"> & {
  /** In the order of the flow. */
  readonly nodes: readonly NodeTrace[];
};

/** What a run has that gave nothing. */
export const NOTHING: Given = {
  metrics: {},
  baseline: {},
  executed: [],
  reused: [],
  adapter: null,
  model: null,
  outputs: {},
  nodes: [],
  history: [],
};
