/**
 * One run, from the outside: this process runs no pipeline code and holds no
 * GPU. What a run needs comes from two processes of its own.
 *
 *     supervisor ── pipeline process: description, labels, sets
 *          └─────── trainer process: everything that is not stored yet
 *
 * @module
 */
import type { Emit, RunEnd } from "../../flow/events/event.ts";
import { Interrupted } from "../../base/errors/interrupted.ts";
import { NOTHING } from "../runs/given.ts";
import { Recording } from "../runs/recording.ts";
import { type Heed, heedRequests } from "../runs/requests.ts";
import { claimFault } from "./claim_fault.ts";
import { errorEvent } from "../error_event.ts";
import { flagsOf } from "./flags.ts";
import { namesAhead } from "./names_ahead.ts";
import { locate } from "../address/locate.ts";
import type { TrainingOptions } from "./ready.ts";
import { settle } from "./settle.ts";
import { trainOnce } from "./train_once.ts";

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
  using recording = new Recording(options.storeRoot);
  const emit: Emit = (event) => {
    recording.add(event);
    // It is as large as a picture, and only for whoever asked for it.
    if (event.type !== "batch.seen") options.emit(event);
  };
  const asks = new EventTarget();
  const asked = new AbortController();
  const heed: Heed = {
    stop: () => asked.abort(new Interrupted()),
    look: () => asks.dispatchEvent(new Event("look")),
  };
  using heeding = new DisposableStack();
  const signal = AbortSignal.any([options.signal, asked.signal]);
  emit({ type: "run.start", pipeline: spoken });
  const settled = await settle(async () => {
    const address = await locate(spoken);
    await recording.begin(address, {
      settings: options.settings,
      flags: flagsOf(options),
    });
    if (recording.id !== undefined) {
      heeding.use(heedRequests(options.storeRoot, recording.id, heed));
      options.onRecorded?.(recording.id);
    }
    return await trainOnce(address, {
      ...options,
      emit,
      signal,
      asks,
      onStep: emit,
      onDescribed: (described) => {
        const nodes = namesAhead(described.description)
          .map(({ name }) => ({ name }));
        emit({ type: "outlook", nodes });
        options.onDescribed?.(described);
      },
      onPrepared: ({ description }) => recording.describe(description),
    });
  }, { ...options, emit, signal });
  const { result, seconds } = settled;
  const fault = claimFault(result?.claims ?? [], options.settings);
  if (fault) emit(errorEvent(fault));
  const status = fault ? "failed" : settled.status;
  recording.finish({ status, seconds, ...result ? { given: result } : {} });
  // A run that failed most likely failed for the same reason.
  if (status === "ok" && recording.fault !== undefined) {
    const { message } = errorEvent(recording.fault);
    const what = recording.id === undefined
      ? "This run is not recorded"
      : "Not all of this run is recorded";
    emit({ type: "warning", text: `${what}: ${message}` });
  }
  const { nodes: _recorded, ...given } = result ?? NOTHING;
  const end: RunEnd = {
    type: "run.end",
    status,
    ...given,
    ...recording.id === undefined ? {} : { run: recording.id },
    seconds,
  };
  emit(end);
  return end;
}
