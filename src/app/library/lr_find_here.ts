import { rateTrialOptions } from "../../engine/rates/trial.ts";
import { tryRates } from "../../engine/run/rates/try_rates.ts";
import type { LabelValue } from "../../flow/kinds/targets.ts";
import type { Pipeline } from "../../flow/pipeline/pipeline.ts";
import { ratePlot } from "../figure/rate_plot.ts";
import { ratesSvg } from "../figure/rates_svg.ts";
import { inCachesHere, jobHere } from "./job_here.ts";
import type { FoundRates, LrFindOptions } from "./found_rates.ts";

/** What {@linkcode lrFind} does once it is called. */
export async function lrFindHere<Item, Value extends LabelValue, In, Weights>(
  pipeline: Pipeline<Item, Value, In, Weights>,
  { start, end, steps, stop, unfrozen = false, ...options }: LrFindOptions,
): Promise<FoundRates> {
  const trial = {
    ...start === undefined ? {} : { start },
    ...end === undefined ? {} : { end },
    ...steps === undefined ? {} : { steps },
    ...stop === undefined ? {} : { stop },
  };
  // A mistake of the caller is told before any data is read.
  rateTrialOptions(trial);
  const { adapter: _, ...tried } = await inCachesHere(options, async () => {
    const { job, emit, signal } = await jobHere(pipeline, options);
    return await tryRates(job, { ...trial, unfrozen }, { emit, signal });
  });
  const plot = ratePlot(tried, tried.suggestions);
  const title = "Loss while the learning rate grows";
  return { ...tried, svg: plot === undefined ? "" : ratesSvg(plot, title) };
}
