import { SmoothedLoss } from "../train/smoothed_loss.ts";
import {
  rateAt,
  type RateTrial,
  type RateTrialEnd,
  type RateTrialOptions,
} from "./trial.ts";

/** A loss has diverged when it is this many times the best. */
const DIVERGED = 4;

/** One step that was taken. */
export interface RateStep {
  /** Steps taken so far. */
  readonly step: number;
  readonly steps: number;
  readonly rate: number;
  /** Smoothed. */
  readonly loss: number;
}

/**
 * Tries rates: takes steps until all are done or the loss has gone too far.
 *
 * @param take one training step at its number, from 0, answering with its loss
 * @param onStep told of each step that was taken
 */
export async function runRateTrial(
  options: RateTrialOptions,
  take: (step: number) => Promise<number>,
  onStep: (step: RateStep) => void = () => {},
): Promise<RateTrial> {
  const { steps, stop } = options;
  const smoothed = new SmoothedLoss();
  const rates: number[] = [];
  const losses: number[] = [];
  let best = Infinity;
  let ended: RateTrialEnd = "all steps done";
  for (let step = 0; step < steps; step++) {
    const rate = rateAt(options, step);
    smoothed.add(await take(step));
    const loss = smoothed.value;
    rates.push(rate);
    losses.push(loss);
    // It will never be a number again, nor will the weights.
    if (Number.isNaN(loss)) {
      ended = "not a number";
      break;
    }
    onStep({ step: step + 1, steps, rate, loss });
    best = Math.min(best, loss);
    if (stop && loss > DIVERGED * best) {
      ended = "diverged";
      break;
    }
  }
  return { rates, losses, steps, ended };
}
