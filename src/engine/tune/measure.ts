/**
 * Finds the forms of kernels for an adapter that was never measured, in the
 * time that somebody who trains will not miss.
 *
 * @module
 */
import {
  type Form,
  FORMS,
  TUNED,
  type Tuned,
  type Tuning,
} from "../kernels/tuning.ts";
import { type Bench, contest, fastest, type FormTime } from "./contest.ts";
import type { Size } from "./layers.ts";

/** Milliseconds, compilation included. */
export const BUDGET = 5_000;

/** How much is measured. */
export interface MeasureOptions {
  readonly size: Size;
  /** What stands where not all forms are measured in time. */
  readonly start: Tuning;
  /** Milliseconds after which nothing more is begun. Default {@linkcode BUDGET}. */
  readonly budget?: number;
  /** Milliseconds since any moment. Default `performance.now`. */
  readonly now?: () => number;
  /** Gets what was measured. */
  readonly onTimes?: (times: readonly FormTime[]) => void;
}

/** What was found. */
export interface Measured {
  readonly tuning: Tuning;
  /** Kernels of which some form was not measured. */
  readonly unmeasured: readonly Tuned[];
}

/**
 * What is tried of each kernel, and in which order. In software what is written
 * out may take longer to compile than there is time: it is tried where the
 * adapter begins with it, which is where that compiles readily.
 */
function roundsOf(size: Size, start: Tuning): readonly (readonly Form[])[] {
  const unrolled = size === "large" ||
    Object.values(start).includes("unrolled");
  return [
    ["compact", "shared"],
    ["short"],
    ["winograd"],
    ...unrolled ? [["unrolled"] as const] : [],
  ];
}

/**
 * Measures all kernels in the forms that compile quickly, then the winners
 * against those that are written out. Over budget, a kernel of which some form
 * was not measured stays as it is.
 */
export async function measureTuning(
  bench: Bench,
  {
    size,
    start,
    budget = BUDGET,
    now = () => performance.now(),
    onTimes = () => {},
  }: MeasureOptions,
): Promise<Measured> {
  const begun = now();
  const rounds = roundsOf(size, start);
  const winners = new Map<Tuned, Form>();
  const tried = new Set<string>();
  const unmeasured = new Set<Tuned>();
  for (const round of rounds) {
    for (const kernel of TUNED) {
      const before = winners.get(kernel);
      const others = round.filter((form) => FORMS[kernel].includes(form));
      const forms = [...before === undefined ? [] : [before], ...others];
      if (others.length === 0 || forms.length < 2) continue;
      if (now() - begun >= budget) {
        unmeasured.add(kernel);
        continue;
      }
      const times = await contest(bench, kernel, forms, size);
      onTimes(times);
      winners.set(kernel, fastest(times));
      for (const form of forms) tried.add(`${kernel} ${form}`);
    }
  }
  const tuning: Record<Tuned, Form> = { ...start };
  for (const [kernel, form] of winners) {
    // The one that it begins with may be the fastest, unless that was beaten.
    if (tried.has(`${kernel} ${start[kernel]}`)) tuning[kernel] = form;
  }
  return { tuning, unmeasured: [...unmeasured] };
}

/** What a user is told of it. */
export function measuredNotice(
  adapter: string,
  { unmeasured }: Pick<Measured, "unmeasured">,
): string {
  const found =
    `Kernels were measured beside the training: the next one on ${adapter} uses the fastest, which deno task doctor lists`;
  return unmeasured.length === 0
    ? found
    : `${found}. Time was too short for all: deno task tune takes it`;
}
