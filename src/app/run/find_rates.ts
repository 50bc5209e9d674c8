import type { TriedRates } from "../../engine/run/try_rates.ts";
import type { RateTrialOptions } from "../../engine/rates/trial.ts";
import type { RunEvent } from "../../flow/events/event.ts";
import { ensureDriver } from "../child/driver_process.ts";
import { triedRates } from "../child/trainer_answer.ts";
import { runTrainer, type TrainerOutcome } from "../child/trainer_process.ts";
import type { PipelineAddress } from "./locate.ts";
import { locate } from "./locate.ts";
import { makeReady, type RunOptions, trainerJobOf } from "./ready.ts";
import { settle, type Settled } from "./settle.ts";

/** How rates are looked for. */
export interface FindRatesOptions
  extends Omit<RunOptions, "kill">, RateTrialOptions {
  /** Trains all layers, whatever the pipeline's own schedule freezes. */
  readonly unfrozen: boolean;
}

/** How a search for rates ended: its last event. */
export interface RatesEnd {
  readonly type: "rates.end";
  readonly status: Settled<unknown>["status"];
  readonly rates: TriedRates["rates"];
  /** Smoothed; JSON has null for one that is not a number. */
  readonly losses: TriedRates["losses"];
  /** Why it went no further, or null where it did not come to an end. */
  readonly ended: TriedRates["ended"] | null;
  readonly suggestions: TriedRates["suggestions"] | null;
  readonly adapter: TriedRates["adapter"];
  /** Where the curve was drawn. */
  readonly figure: string | null;
  readonly seconds: number;
}

/** What a search for rates tells. */
export type RatesEvent = RunEvent | RatesEnd;

async function tryOnce(
  address: PipelineAddress,
  options: FindRatesOptions,
): Promise<TrainerOutcome<TriedRates>> {
  const { emit, signal, start, end, steps, stop, unfrozen } = options;
  // Nothing is worth saving, so that the first request to stop ends all.
  const run: RunOptions = { ...options, kill: signal };
  const ready = await makeReady(address, run);
  await ensureDriver((text) => emit({ type: "notice", text }));
  return await runTrainer({
    ...trainerJobOf(address, ready, run),
    task: { type: "tryRates", start, end, steps, stop, unfrozen },
  }, triedRates, run);
}

/**
 * Tries learning rates on a pipeline. The model, its checkpoints and all stored
 * results stay as they are. Never throws.
 *
 * @param spoken name or path of the pipeline, either with `#export`
 * @param draw draws the curve, and answers with where
 */
export async function findRates(
  spoken: string,
  options: FindRatesOptions,
  draw: (address: PipelineAddress, tried: TriedRates) => Promise<string>,
): Promise<RatesEnd> {
  const { emit, signal } = options;
  emit({ type: "run.start", pipeline: spoken });
  const { status, result, seconds } = await settle(async () => {
    const address = await locate(spoken);
    const outcome = await tryOnce(address, options);
    if (outcome.type !== "done") return outcome;
    const { result: tried } = outcome;
    const result = { ...tried, figure: await draw(address, tried) };
    return { type: "done", result };
  }, { emit, signal, kill: signal });
  return {
    type: "rates.end",
    status,
    rates: result?.rates ?? [],
    losses: result?.losses ?? [],
    ended: result?.ended ?? null,
    suggestions: result?.suggestions ?? null,
    adapter: result?.adapter ?? null,
    figure: result?.figure ?? null,
    seconds,
  };
}
