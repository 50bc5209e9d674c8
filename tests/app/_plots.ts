/**
 * A trial that falls and then rises, to be drawn.
 *
 * @module
 */
import { ratePlot } from "../../src/app/figure/rate_plot.ts";
import { suggest } from "../../src/engine/rates/suggest.ts";
import {
  RATE_TRIAL,
  rateAt,
  type RateTrial,
} from "../../src/engine/rates/trial.ts";

const rates = Array.from({ length: 100 }, (_, at) => rateAt(RATE_TRIAL, at));

/** Flat up to 1e-3, 1 at first and 0.4 at 0.1, then over 100. */
export const trial: RateTrial = {
  rates,
  losses: rates.map((rate) => 1 - 0.6 * Math.tanh(rate * 20) + rate ** 2 * 2),
  steps: 100,
  ended: "all steps done",
};

/** What of it is drawn. */
export const plot = ratePlot(trial, suggest(trial))!;
