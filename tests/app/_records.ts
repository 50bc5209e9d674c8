/**
 * Runs as they are recorded, and a folder for them.
 *
 * @module
 */
import type {
  RunNode,
  RunOutcome,
  RunRecord,
  RunStart,
} from "../../src/app/runs/run_record.ts";
import type { RunEvent } from "../../src/flow/events/event.ts";

/** The beginning of a run of a pipeline; the last digit of its id is its second. */
export const start = (id: string, slug = "pets"): RunStart => ({
  id,
  pipeline: slug,
  slug,
  file: `/pipelines/${slug}.ts`,
  export: "default",
  started: `2026-11-27T10:00:0${id.at(-1)}.000Z`,
  settings: [{ path: "fit.epochs", value: 3 }],
});

/** What a run came to. */
export const outcome = (status: RunOutcome["status"]): RunOutcome => ({
  status,
  seconds: 2,
  description: null,
  metrics: { error_rate: 0.1 },
  baseline: { error_rate: 0.4 },
  adapter: null,
  history: [],
  decisions: [],
  outputs: {},
  executed: ["model"],
  reused: [],
  model: "/models/pets",
  error: null,
});

/** A whole record. */
export const record = (
  id: string,
  changes: Partial<RunRecord> = {},
): RunRecord => ({ ...start(id), ...outcome("ok"), ...changes });

/** A node of a run. */
export const node = (
  name: string,
  key: string | null,
  changes: Partial<RunNode> = {},
): RunNode => ({
  name,
  kind: name,
  version: 1,
  params: { size: 64 },
  inputs: { items: null },
  key,
  outHash: null,
  seconds: 1,
  executed: true,
  ...changes,
});

/** An event that says a line. */
export const notice = (text: string): RunEvent => ({ type: "notice", text });

/** The last event of a run. */
export const END = {
  type: "run.end",
  status: "ok",
  metrics: {},
  baseline: {},
  executed: [],
  reused: [],
  adapter: null,
  seconds: 1,
  model: null,
  outputs: {},
  history: [],
} as const satisfies RunEvent;
