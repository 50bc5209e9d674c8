import { Interrupted } from "../../base/errors/interrupted.ts";
import type { RunEnd } from "../../flow/events/event.ts";
import type { TrainerOutcome } from "../child/trainer_process.ts";
import { errorEvent } from "../error_event.ts";
import type { RunOptions } from "./ready.ts";

/** How a run came to its end. */
export interface Settled<Result> {
  readonly status: RunEnd["status"];
  /** What it gave, if it did not fail and was not stopped. */
  readonly result?: Result;
  readonly seconds: number;
}

/** Rejects when the signal comes; only then. */
function killed(kill: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    kill.addEventListener("abort", () => reject(new Interrupted()));
  });
}

/** Runs to an end, whatever happens; never throws, but tells the error. */
export async function settle<Result>(
  run: () => Promise<TrainerOutcome<Result>>,
  { emit, signal, kill }: Pick<RunOptions, "emit" | "signal" | "kill">,
): Promise<Settled<Result>> {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  try {
    const outcome = await Promise.race([run(), killed(kill)]);
    if (outcome.type === "stopped") {
      return { status: "cancelled", seconds: seconds() };
    }
    if (outcome.type === "failed") {
      return { status: "failed", seconds: seconds() };
    }
    return { status: "ok", result: outcome.result, seconds: seconds() };
  } catch (error) {
    const stopped = error instanceof Interrupted ||
      (signal.aborted && error === signal.reason);
    if (!stopped) emit(errorEvent(error));
    return { status: stopped ? "cancelled" : "failed", seconds: seconds() };
  }
}
