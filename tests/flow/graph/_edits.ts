import * as leat from "../../../mod.ts";
import { photographs, table } from "../_pipelines.ts";
import type { World } from "./_runs.ts";

/** An edit, and the nodes that run for it; all others are reused. */
export interface Edit {
  readonly edit: string;
  readonly from: unknown;
  readonly to: unknown;
  readonly before?: World;
  readonly after?: World;
  readonly runs: readonly string[];
  /** Why, of those that do not only follow others. */
  readonly why: Readonly<Record<string, string>>;
  /** What a plan says that runs, where some of it comes out the same. */
  readonly foreseen?: readonly string[];
}

const rows = table.spec;
const cats = {
  ...photographs.spec,
  split: leat.random({ valid: 0.25, seed: 42 }),
};

/** Images with a change. */
export const images = (change: object) => ({ spec: { ...cats, ...change } });
export const columns = (change: object) => ({ spec: { ...rows, ...change } });

export const judging = ["predictions", "metrics/error_rate", "model"];
export const fineTuning = ["fit/frozen/1", "fit/unfrozen/1", ...judging];
export const training = ["fit/training/1", "fit/training/2", ...judging];
