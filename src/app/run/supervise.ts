/**
 * One run, from the outside: this process runs no pipeline code and holds no
 * GPU. What a run needs comes from two processes of its own.
 *
 *     supervisor ── pipeline process: description, labels, sets
 *          └─────── trainer process: everything that is not stored yet
 *
 * @module
 */
import type { RunEnd } from "../../flow/events/event.ts";
import { claimFault } from "./claim_fault.ts";
import { errorEvent } from "./error_event.ts";
import { locate } from "./locate.ts";
import type { TrainingOptions } from "./ready.ts";
import { settle } from "./settle.ts";
import { type Given, trainOnce } from "./train_once.ts";

/** What a run has that gave nothing. */
const NOTHING: Given = {
  metrics: {},
  baseline: {},
  executed: [],
  reused: [],
  adapter: null,
  model: null,
  outputs: {},
  history: [],
};

/**
 * Trains a pipeline, or finds that it is trained already. Never throws: its
 * last event, which it also answers with, says how it went. A run of which not
 * all is so that the pipeline claims failed, though its model is there.
 *
 * @param spoken name or path of the pipeline, either with `#export`
 */
export async function supervise(
  spoken: string,
  options: TrainingOptions,
): Promise<RunEnd> {
  const { emit } = options;
  emit({ type: "run.start", pipeline: spoken });
  const { status, result, seconds } = await settle(
    async () => await trainOnce(await locate(spoken), options),
    options,
  );
  const fault = claimFault(result?.claims ?? [], options.settings);
  if (fault) emit(errorEvent(fault));
  const {
    metrics,
    baseline,
    executed,
    reused,
    adapter,
    model,
    outputs,
    ...table
  } = result ?? NOTHING;
  const end: RunEnd = {
    type: "run.end",
    status: fault ? "failed" : status,
    metrics,
    baseline,
    executed,
    reused,
    adapter,
    model,
    outputs,
    history: table.history,
    ...table.decisions ? { decisions: table.decisions } : {},
    ...table.knobs ? { knobs: table.knobs } : {},
    ...table.claims ? { claims: table.claims } : {},
    seconds,
  };
  emit(end);
  return end;
}
