/**
 * Finds the forms of kernels for a GPU that was never seen before, in the time
 * that somebody who wants to train will wait.
 *
 * @module
 */
import {
  COMPACT,
  type Form,
  FORMS,
  TUNED,
  type Tuned,
  type Tuning,
  tuningText,
} from "../kernels/tuning.ts";
import { type Bench, contest, fastest, type FormTime } from "./contest.ts";
import type { Size } from "./layers.ts";

/** Milliseconds, compilation included. */
export const BUDGET = 5_000;

/** How much is measured. */
export interface MeasureOptions {
  readonly size: Size;
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
 * Measures all kernels in the forms that compile quickly, then those that are
 * written out against the winners. Over budget, what is known stands, and loops
 * where nothing is.
 */
export async function measureTuning(
  bench: Bench,
  {
    size,
    budget = BUDGET,
    now = () => performance.now(),
    onTimes = () => {},
  }: MeasureOptions,
): Promise<Measured> {
  const start = now();
  const tuning: Record<Tuned, Form> = { ...COMPACT };
  const unmeasured = new Set<Tuned>();
  const measure = async (kernel: Tuned, other: Form) => {
    if (!FORMS[kernel].includes(other)) return;
    if (now() - start >= budget) {
      unmeasured.add(kernel);
      return;
    }
    const times = await contest(bench, kernel, [tuning[kernel], other], size);
    onTimes(times);
    tuning[kernel] = fastest(times);
  };
  for (const other of ["shared", "short", "winograd", "unrolled"] as const) {
    for (const kernel of TUNED) await measure(kernel, other);
  }
  return { tuning, unmeasured: [...unmeasured] };
}

/** What a user is told of it. */
export function measuredNotice(
  adapter: string,
  { tuning, unmeasured }: Measured,
): string {
  const found = `Convolutions on ${adapter} were measured: ${
    tuningText(tuning)
  }`;
  return unmeasured.length === 0
    ? found
    : `${found}. Time was too short to measure all forms of ${
      unmeasured.join(", ")
    }: deno task tune does`;
}
