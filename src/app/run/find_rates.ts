import type { TriedRates } from "../../engine/run/rates/try_rates.ts";
import type { RateTrialOptions } from "../../engine/rates/trial.ts";
import type { RunEvent } from "../../flow/events/event.ts";
import { triedRates } from "../child/trainer_answer.ts";
import type { TrainerOutcome } from "../child/trainer_process.ts";
import { openPinning, savePins } from "../lock/lock_use.ts";
import { askTrainer } from "./ask_trainer.ts";
import { inCaches } from "../data/in_caches.ts";
import { locate, type PipelineAddress } from "../address/locate.ts";
import { makeReady, type RunOptions } from "./ready.ts";
import { settle, type Settled } from "./settle.ts";

/** How rates are looked for. */
export interface FindRatesOptions
  extends Omit<RunOptions, "kill" | "emit">, RateTrialOptions {
  readonly emit: (event: RatesEvent) => void;
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
  /** The steps that were planned. */
  readonly steps: number;
  /** Why it went no further, or null where it did not come to an end. */
  readonly ended: TriedRates["ended"] | null;
  readonly suggestions: TriedRates["suggestions"] | null;
  readonly adapter: TriedRates["adapter"];
  /** Where the curve was drawn, if it has two points. */
  readonly figure: string | null;
  /** The param that takes a rate of this kind, if there is one. */
  readonly setting: string | null;
  readonly seconds: number;
}

/** What a search has that did not come to its end. */
const NOTHING = {
  rates: [],
  losses: [],
  steps: 0,
  ended: null,
  suggestions: null,
  adapter: null,
  figure: null,
  setting: null,
};

/** What a search for rates tells. */
export type RatesEvent = RunEvent | RatesEnd;

/** Draws the curve of a trial. */
export interface Figure {
  /** Throws, before anything is done, where nothing could be drawn. */
  check(): Promise<void>;
  /** Answers with where the drawing is, if there is one. */
  draw(address: PipelineAddress, tried: TriedRates): Promise<string | null>;
}

/** The params that take a learning rate, in the words of the schedules. */
const SETTINGS = ["baseLearningRate", "learningRate"];

/** What a trial gave, and which param takes it. */
type Tried = TriedRates & Pick<RatesEnd, "setting">;

async function tryOnce(
  address: PipelineAddress,
  options: FindRatesOptions,
): Promise<TrainerOutcome<Tried>> {
  const { emit, signal, start, end, steps, stop, unfrozen } = options;
  // Nothing is worth saving, so that the first request to stop ends all.
  const pinning = await openPinning(address.file, "pin");
  const run: RunOptions = { ...options, kill: signal, pinning };
  const ready = await makeReady(address, run);
  await savePins(pinning, "pin", emit);
  const task = { type: "tryRates", start, end, steps, stop, unfrozen } as const;
  const outcome = await askTrainer(
    address,
    ready,
    { task, answer: triedRates },
    run,
  );
  if (outcome.type !== "done") return outcome;
  const { params } = ready.description.fit;
  const name = SETTINGS.find((each) => typeof params[each] === "number");
  // The phases that come later divide what the first one is told.
  const setting = name === undefined || unfrozen ? null : `fit.${name}`;
  return { type: "done", result: { ...outcome.result.result, setting } };
}

/**
 * Tries learning rates on a pipeline. The model, its checkpoints and all stored
 * results stay as they are. Never throws.
 *
 * @param spoken name or path of the pipeline, either with `#export`
 */
export async function findRates(
  spoken: string,
  options: FindRatesOptions,
  figure: Figure,
): Promise<RatesEnd> {
  const { emit, signal } = options;
  emit({ type: "run.start", pipeline: spoken });
  const { status, result, seconds } = await settle<
    Tried & Pick<RatesEnd, "figure">
  >(async () => {
    await figure.check();
    const address = await locate(spoken);
    const outcome = await inCaches(
      options.storeRoot,
      emit,
      () => tryOnce(address, options),
    );
    if (outcome.type !== "done") return outcome;
    const { result } = outcome;
    const drawn = await figure.draw(address, result);
    return { type: "done", result: { ...result, figure: drawn } };
  }, { emit, signal, kill: signal });
  const last: RatesEnd = {
    type: "rates.end",
    status,
    ...NOTHING,
    ...result,
    seconds,
  };
  emit(last);
  return last;
}
