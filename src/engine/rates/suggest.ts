import { minimum } from "./minimum.ts";
import { slide } from "./slide.ts";
import { steep } from "./steep.ts";
import type { Suggestion } from "./suggestion.ts";
import { type RateTrial, tellingPart } from "./trial.ts";
import { valley } from "./valley.ts";

/** What each way to read a curve suggests; null where it is too short. */
export interface Suggestions {
  /** The middle of the longest fall: the one to take unless told. */
  readonly valley: Suggestion | null;
  /** Where the loss falls most. */
  readonly steep: Suggestion | null;
  /** A tenth of the rate of the lowest loss. */
  readonly minimum: Suggestion | null;
  /** Where the slope was last like that of the end. */
  readonly slide: Suggestion | null;
}

/** Reads a trial in all four ways. */
export function suggest(trial: RateTrial): Suggestions {
  const curve = tellingPart(trial);
  return {
    valley: valley(curve) ?? null,
    steep: steep(curve) ?? null,
    minimum: minimum(curve) ?? null,
    slide: slide(curve) ?? null,
  };
}
