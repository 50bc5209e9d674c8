/**
 * One run, from the outside: this process runs no pipeline code and holds no
 * GPU. What a run needs comes from two processes of its own.
 *
 *     supervisor ── pipeline process: description, labels, sets
 *          └─────── trainer process: everything that is not stored yet
 *
 * @module
 */
import { Interrupted } from "../../base/errors/interrupted.ts";
import type { RunEnd } from "../../flow/events/event.ts";
import { errorEvent } from "./error_event.ts";
import { locate } from "./locate.ts";
import { type RunOptions, trainOnce } from "./train_once.ts";

type Status = RunEnd["status"];

/** The end of a run that gave nothing. */
function nothing(status: Status): Omit<RunEnd, "seconds"> {
  return {
    type: "run.end",
    status,
    metrics: {},
    baseline: {},
    executed: [],
    reused: [],
    adapter: null,
    model: null,
    history: [],
  };
}

async function run(
  spoken: string,
  options: RunOptions,
): Promise<Omit<RunEnd, "seconds">> {
  const outcome = await trainOnce(await locate(spoken), options);
  if (outcome.type === "stopped") return nothing("cancelled");
  if (outcome.type === "failed") return nothing("failed");
  const { metrics, baseline, executed, reused, adapter, model, history } =
    outcome;
  return {
    type: "run.end",
    status: "ok",
    metrics,
    baseline,
    executed,
    reused,
    adapter,
    model,
    history,
  };
}

/** Rejects when the signal comes; only then. */
function killed(kill: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    kill.addEventListener("abort", () => reject(new Interrupted()));
  });
}

/**
 * Trains a pipeline, or finds that it is trained already. Never throws: its
 * last event, which it also answers with, says how it went.
 *
 * @param spoken name or path of the pipeline, either with `#export`
 */
export async function supervise(
  spoken: string,
  options: RunOptions,
): Promise<RunEnd> {
  const { emit, signal, kill } = options;
  const start = performance.now();
  emit({ type: "run.start", pipeline: spoken });
  let result: Omit<RunEnd, "seconds">;
  try {
    result = await Promise.race([run(spoken, options), killed(kill)]);
  } catch (error) {
    const stopped = error instanceof Interrupted ||
      (signal.aborted && error === signal.reason);
    if (!stopped) emit(errorEvent(error));
    result = nothing(stopped ? "cancelled" : "failed");
  }
  const end = { ...result, seconds: (performance.now() - start) / 1000 };
  emit(end);
  return end;
}
