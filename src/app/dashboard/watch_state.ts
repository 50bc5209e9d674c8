import type { EventOf } from "../../flow/events/event.ts";
import type { WatchEvent, WatchNews } from "../watch/event.ts";

type News<Type extends WatchNews["type"]> = Extract<
  WatchNews,
  { readonly type: Type }
>;

/** What watching came to so far, as the page shows it. */
export interface WatchState {
  /** Those that are watched. */
  readonly files: readonly string[];
  /** Those that changed last. */
  readonly saved: readonly string[];
  /** How often files were read. */
  readonly gen: number;
  /** What became of the latest save; null while that is being found out. */
  readonly news:
    | News<"watch.unchanged">
    | News<"watch.plan">
    | EventOf<"error">
    | EventOf<"run.start">
    | null;
}

/** Nothing is watched yet. */
export const WATCHING: WatchState = {
  files: [],
  saved: [],
  gen: 0,
  news: null,
};

/** What is known once one more event came; the same where it tells nothing. */
export function watchStateAfter(
  state: WatchState,
  { gen, ...event }: WatchEvent,
): WatchState {
  switch (event.type) {
    case "watch.files":
      return { ...state, files: event.files };
    case "watch.saved":
      return { ...state, saved: event.files, gen, news: null };
    case "watch.unchanged":
    case "watch.plan":
      return { ...state, gen, news: event };
    case "error":
      // An error of a run is told by the run.
      return gen > state.gen || state.news === null
        ? { ...state, gen, news: event }
        : state;
    case "run.start":
      // From here on the run tells what becomes of its nodes.
      return gen >= state.gen && state.news?.type === "watch.plan"
        ? { ...state, news: event }
        : state;
    default:
      return state;
  }
}
