import type { Json } from "../kinds/json.ts";
import type { PipelineDescription } from "../pipeline/description.ts";
import type { PipelineStages } from "../pipeline/stages.ts";
import { gradientCallbacks } from "../stage/callback.ts";
import { watchedMetrics } from "./watches.ts";

/**
 * The part of the key of all epochs that callbacks make: what is done to
 * gradients, and the metrics that every table must have because one watches
 * them. What callbacks decide between epochs is in no key; see `course.ts`.
 */
export function callbackKey(
  { metrics }: PipelineDescription,
  stages: PipelineStages,
): { readonly [name: string]: Json } {
  const { clip, accumulate } = gradientCallbacks(
    stages.fit.behaviour.callbacks ?? [],
  );
  const watched = [...watchedMetrics(stages)].map(([name, at]) => {
    const { op = "", version = 0, params = {} } = metrics[at] ?? {};
    return [name, { op, version, params }] as const;
  });
  return {
    ...clip ? { clip: { ...clip } } : {},
    ...accumulate ? { accumulate: { ...accumulate } } : {},
    ...watched.length === 0 ? {} : { watched: Object.fromEntries(watched) },
  };
}
