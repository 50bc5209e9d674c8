import type { Json } from "../kinds/json.ts";
import type { NodeTrace } from "./trace.ts";

/** What becomes of a node: `"continue"` begins where earlier work ended. */
export type Fate = "run" | "reuse" | "continue";

/** A node before a run, and what becomes of it as far as that can be told. */
export interface Outlook extends NodeTrace {
  readonly fate: Fate;
  /** What it goes on from: `epoch 3`, `step 40 of 92`. */
  readonly from?: string;
  /** The share of it that is left to do, from 0 to 1; all unless told. */
  readonly left?: number;
  /** The nodes that it reads, by the names of its inputs. */
  readonly reads: Readonly<Record<string, string>>;
  /** Why it cannot be reused, where something else than a record says so. */
  readonly because?: string;
}

/** A run that ended well, as far as a plan compares with it. */
export interface PastRun {
  /** In the order of the flow. */
  readonly nodes: readonly NodeTrace[];
}

/** What is known of earlier runs of a pipeline. */
export interface Past {
  /** Those that went well, the latest first; all of one adapter. */
  readonly runs: readonly PastRun[];
  /** Keys of the nodes at which the latest run failed, if that failed. */
  readonly failed: readonly string[];
  /** How the latest of them split its batches, if it did. */
  readonly batches?: string;
}

/** Nothing ran before. */
export const NO_PAST: Past = { runs: [], failed: [] };

/** The description that a run's model was made with. */
export function describedIn(nodes: readonly NodeTrace[]): Json | undefined {
  const model = nodes.find(({ kind }) => kind === "model");
  const params = model?.params;
  return typeof params === "object" && params !== null &&
      "description" in params
    ? params["description"]
    : undefined;
}
