/**
 * Forms of one kernel against each other.
 *
 * @module
 */
import type { Tensor } from "@tensorflow/tfjs-core";
import type { Device } from "../device/device.ts";
import {
  allIn,
  type Form,
  type Tuned,
  tuneKernels,
} from "../kernels/tuning.ts";
import { type Size, workOf } from "./layers.ts";

/** What is measured on. */
export interface Bench extends Pick<Device, "tf" | "settle"> {
  /** Called before each measurement: others may use the device meanwhile. */
  readonly pause?: () => Promise<void>;
  /** Whether there is no more time, asked after each form's compilation. */
  readonly over?: () => boolean;
}

/** What was measured of one form of a kernel. */
export interface FormTime {
  readonly kernel: Tuned;
  readonly form: Form;
  /** Milliseconds of the first run, with its compilation. */
  readonly first: number;
  /** Milliseconds of each run after it. */
  readonly each: number;
  /** Whether it made the numbers that the first form made. */
  readonly right: boolean;
}

const TURNS = 3;
/** Milliseconds that a turn is to take, if no more than so many runs do. */
const [TURN, MOST_RUNS] = [50, 32];
/** Of the largest number; forms add in another order. */
const TOLERANCE = 1e-3;
/** The least that a run is taken to last: clocks are coarser. */
const LEAST = 1e-3;
/** What compiles longer must be so much faster to be worth it. */
const WORTH = 1.05;

/** Milliseconds until so many runs are done. */
async function elapsed(
  { settle }: Bench,
  work: () => Tensor,
  runs: number,
): Promise<number> {
  const start = performance.now();
  for (let run = 0; run < runs; run++) work().dispose();
  await settle();
  return performance.now() - start;
}

/** The largest of the numbers of a tensor, whatever their signs. */
async function largest({ tf }: Bench, tensor: Tensor): Promise<number> {
  const most = tf.tidy(() => tf.max(tf.abs(tensor)));
  try {
    return (await most.data())[0] ?? NaN;
  } finally {
    most.dispose();
  }
}

/** Whether two tensors are the same up to rounding; not if there is a NaN. */
async function alike(bench: Bench, a: Tensor, b: Tensor): Promise<boolean> {
  const difference = bench.tf.sub(a, b);
  try {
    const [off, most] = [
      await largest(bench, difference),
      await largest(bench, b),
    ];
    return off <= TOLERANCE * most;
  } finally {
    difference.dispose();
  }
}

/**
 * Measures forms of a kernel, in turns, so that what disturbs the machine
 * disturbs all of them. Nothing where time is over before all are compiled.
 */
export async function contest(
  bench: Bench,
  kernel: Tuned,
  forms: readonly Form[],
  size: Size,
): Promise<readonly FormTime[] | undefined> {
  const { pause = () => Promise.resolve(), over = () => false } = bench;
  const { inputs, run: work } = workOf(bench.tf, kernel, size);
  let reference: Tensor | undefined;
  try {
    await pause();
    // Whoever waits for a device waits for more than its work.
    const idle = Math.min(
      await elapsed(bench, work, 0),
      await elapsed(bench, work, 0),
    );
    const took = async (form: Form, runs: number) => {
      await pause();
      tuneKernels(allIn(form));
      return Math.max(LEAST, await elapsed(bench, work, runs) - idle);
    };
    const entries: (Omit<FormTime, "each"> & { runs: number; best: number })[] =
      [];
    for (const form of forms) {
      if (entries.length > 0 && over()) return undefined;
      const first = await took(form, 1);
      const made = work();
      reference ??= made;
      const right = await alike(bench, made, reference);
      if (made !== reference) made.dispose();
      const once = await took(form, 1);
      const runs = Math.min(MOST_RUNS, Math.ceil(TURN / once));
      entries.push({ kernel, form, first, right, runs, best: Infinity });
    }
    for (let turn = 0; turn < TURNS; turn++) {
      for (const entry of entries) {
        const each = await took(entry.form, entry.runs) / entry.runs;
        entry.best = Math.min(entry.best, each);
      }
    }
    return entries.map(({ kernel, form, first, right, best }) => ({
      kernel,
      form,
      first,
      each: best,
      right,
    }));
  } finally {
    bench.tf.dispose(reference ? [...inputs, reference] : [...inputs]);
  }
}

/**
 * The form that is to be used: the fastest of those that compute the right
 * numbers, given in the order of what they take to compile.
 */
export function fastest(times: readonly FormTime[]): Form {
  let best: FormTime | undefined;
  for (const time of times) {
    if (!time.right) continue;
    if (best === undefined || best.each > WORTH * time.each) best = time;
  }
  return best?.form ?? "compact";
}
