/**
 * Finds the forms of kernels for an adapter that was never measured, in the
 * time that somebody who trains will not miss.
 *
 * @module
 */
import {
  type Form,
  FORMS,
  type Tried,
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
  /** The forms to begin with, which stand until others are faster. */
  readonly start: Tuning;
  /** What was measured of kernels before. Default nothing. */
  readonly tried?: Tried;
  /** Milliseconds after which nothing more is begun. Default {@linkcode BUDGET}. */
  readonly budget?: number;
  /** Milliseconds since any moment. Default `performance.now`. */
  readonly now?: () => number;
  /** Gets what was measured. */
  readonly onTimes?: (times: readonly FormTime[]) => void;
  /** Gets what was found so far, after each measurement. */
  readonly onFound?: (found: Measured) => void;
}

/** What was found. */
export interface Measured {
  /** The fastest form of each kernel, of those that were measured. */
  readonly tuning: Tuning;
  readonly tried: Tried;
  /** Kernels of which some form was not measured. */
  readonly unmeasured: readonly Tuned[];
}

/**
 * Which forms are tried, in this order. In software what is written out may take
 * longer to compile than there is time: it is tried where the adapter begins with
 * it, which is where that compiles readily.
 */
function roundsOf(
  size: Size,
  start: Tuning,
  tried: Tried,
): readonly Form[] {
  if (size === "large") {
    return ["shared", "compact", "short", "winograd", "unrolled"];
  }
  const unrolled = [...Object.values(start), ...Object.values(tried).flat()]
    .includes("unrolled");
  return [
    "compact",
    "short",
    "winograd",
    "shared",
    ...unrolled ? ["unrolled" as const] : [],
  ];
}

/**
 * Measures each kernel against the fastest that is known of it, in the forms that
 * compile quickly first. What time is too short for is left for another time: all
 * that was measured until then holds.
 */
export async function measureTuning(
  bench: Bench,
  {
    size,
    start,
    tried: before = {},
    budget = BUDGET,
    now = () => performance.now(),
    onTimes = () => {},
    onFound = () => {},
  }: MeasureOptions,
): Promise<Measured> {
  const begun = now();
  const over = () => now() - begun >= budget;
  const rounds = roundsOf(size, start, before);
  const tuning: Record<Tuned, Form> = { ...start };
  const tried = new Map<Tuned, ReadonlySet<Form>>(
    TUNED.map((kernel) => [kernel, new Set(before[kernel])]),
  );
  const isOpen = (kernel: Tuned, form: Form) =>
    FORMS[kernel].includes(form) && tuning[kernel] !== form &&
    tried.get(kernel)?.has(form) !== true;
  const found = (): Measured => ({
    tuning: { ...tuning },
    tried: Object.fromEntries(
      [...tried].filter(([, forms]) => forms.size > 0)
        .map(([kernel, forms]) => [kernel, [...forms]]),
    ),
    unmeasured: TUNED.filter((kernel) =>
      rounds.some((form) => isOpen(kernel, form))
    ),
  });
  for (const form of rounds) {
    for (const kernel of TUNED) {
      if (!isOpen(kernel, form)) continue;
      if (over()) return found();
      // In the order of what they take to compile.
      const forms = FORMS[kernel].filter((each) =>
        each === form || each === tuning[kernel]
      );
      const times = await contest({ ...bench, over }, kernel, forms, size);
      if (times === undefined) return found();
      onTimes(times);
      tuning[kernel] = fastest(times);
      tried.set(kernel, new Set([...tried.get(kernel) ?? [], ...forms]));
      onFound(found());
    }
  }
  return found();
}

/** What a user is told of it. */
export function measuredNotice(
  adapter: string,
  { unmeasured }: Pick<Measured, "unmeasured">,
): string {
  return unmeasured.length === 0
    ? `Kernels were measured beside the training: the next one on ${adapter} uses the fastest, which deno task doctor lists`
    : `Some kernels were measured beside the training: the next one on ${adapter} uses the fastest of them and measures the others, or deno task tune does`;
}
