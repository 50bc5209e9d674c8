import { runRateTrial } from "../../../src/engine/rates/run_trial.ts";
import { suggest } from "../../../src/engine/rates/suggest.ts";
import { rateTrialOptions } from "../../../src/engine/rates/trial.ts";
import type { Rows } from "../compare.ts";

/** The losses of `finder.py`: a plateau, a fall, a blow-up. */
function lossAt(step: number): number {
  const fall = 1.5 / (1 + Math.exp((45 - step) / 7));
  const noise = 0.05 * Math.sin(1.7 * step);
  return 2 - fall + noise + Math.exp((step - 80) / 2);
}

/** Section 2.14: the finder of learning rates. */
export async function rates(): Promise<Rows> {
  const options = rateTrialOptions({});
  const trial = await runRateTrial(
    options,
    (step) => Promise.resolve(lossAt(step)),
  );
  const { valley, steep, minimum, slide } = suggest(trial);
  return {
    "lr_find: first rate, last rate, steps": [
      options.start,
      options.end,
      options.steps,
    ],
    "lr_find: steps until the loss diverged": trial.losses.length,
    "lr_find: every tenth rate": trial.rates.filter((_, at) => at % 10 === 0),
    "lr_find: every tenth loss": trial.losses.filter((_, at) => at % 10 === 0),
    "lr_find: valley": valley?.rate ?? NaN,
    "lr_find: steep": steep?.rate ?? NaN,
    "lr_find: minimum": minimum?.rate ?? NaN,
    "lr_find: slide": slide?.rate ?? NaN,
  };
}
