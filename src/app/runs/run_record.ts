import type { RunEnd } from "../../flow/events/event.ts";
import type { NodeTrace } from "../../flow/graph/trace.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import type { Setting } from "../../flow/pipeline/override.ts";

/** What is known of a run when it begins. */
export interface RunStart {
  /** Sorts by time: `20261127-203105-pets-3f2a91`. */
  readonly id: string;
  /** As the user wrote it: `pets#full`. */
  readonly pipeline: string;
  /** Names the pipeline in the cache, unlike that of any other file. */
  readonly slug: string;
  readonly file: string;
  readonly export: string;
  /** ISO 8601, in UTC. */
  readonly started: string;
  readonly settings: readonly Setting[];
  /** What else was asked for: `--strict`; not known of the first runs. */
  readonly flags?: readonly string[];
  /** What ran it: `{ deno: "2.9.6" }`; not known of the first runs. */
  readonly versions?: Readonly<Record<string, string>>;
}

/** What a run came to: what its last event says, and how it came to it. */
export interface RunOutcome extends Omit<RunEnd, "type" | "run"> {
  /** Null where the run failed before the pipeline was described. */
  readonly description: PipelineDescription | null;
  /** Of a run that failed. */
  readonly error: string | null;
}

/**
 * A run as it is kept. One that is under way, or was killed, has no outcome
 * yet: `status` is "running", and `isLive()` tells which.
 */
export interface RunRecord extends RunStart, Omit<RunOutcome, "status"> {
  readonly status: RunEnd["status"] | "running";
}

/** A node of a run. The same node in two runs: what differs is the reason. */
export interface RunNode extends NodeTrace {
  /** Whether this run computed it. */
  readonly executed: boolean;
}
