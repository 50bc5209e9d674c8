import type { RunRecord } from "../runs/run_record.ts";
import { type RunStatus, statusOf } from "../runs/run_status.ts";
import { RunStore, shortId } from "../runs/run_store.ts";
import { settingText } from "../runs/setting_text.ts";

/** A run in the list of the page. */
export interface RunSummary {
  readonly id: string;
  /** What people call it: `3f2a91`. */
  readonly short: string;
  readonly pipeline: string;
  /** The same for every run of the same pipeline. */
  readonly slug: string;
  /** ISO 8601, in UTC. */
  readonly started: string;
  readonly status: RunStatus;
  /** 0 while it is under way. */
  readonly seconds: number;
  readonly settings: readonly string[];
  readonly metrics: RunRecord["metrics"];
  readonly baseline: RunRecord["baseline"];
}

/** A run in the list, as it is now. */
export async function summaryOf(
  storeRoot: string,
  run: RunRecord,
): Promise<RunSummary> {
  const { id, pipeline, slug, started, seconds, metrics, baseline } = run;
  return {
    id,
    short: shortId(id),
    pipeline,
    slug,
    started,
    status: await statusOf(storeRoot, run),
    seconds,
    settings: run.settings.map(settingText),
    metrics,
    baseline,
  };
}

/** The latest runs, the latest first. */
export async function summaries(
  storeRoot: string,
  limit: number,
): Promise<readonly RunSummary[]> {
  using runs = RunStore.read(storeRoot);
  return await Promise.all(
    runs.list({ limit }).map((run) => summaryOf(storeRoot, run)),
  );
}
