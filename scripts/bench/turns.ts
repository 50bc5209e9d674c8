/**
 * Measuring in turns: A B A B. What slows the machine down for a while slows
 * both, and their ratio stays.
 *
 * @module
 */
import { median } from "./row.ts";

/** One of the things that are compared. */
export interface Side {
  readonly name: string;
  /** Does its work so many times, and resolves when all of it is done. */
  run(times: number): Promise<void>;
}

/** How long to measure. */
export interface Duration {
  readonly turns: number;
  /** A turn is as many repetitions as take this long, at least one. */
  readonly leastMs: number;
}

/** A side and how long its work took. */
export interface Measured {
  readonly name: string;
  /** Milliseconds of one time, a number a turn. */
  readonly runs: readonly number[];
  readonly median: number;
}

/** More would only fill the queue of a fast device. */
const MOST_TIMES = 2000;

/**
 * Measures sides that have run once before, in turns.
 *
 * @param now milliseconds of a clock that only goes on
 */
export async function takeTurns(
  sides: readonly Side[],
  { turns, leastMs }: Duration,
  now: () => number = () => performance.now(),
): Promise<readonly Measured[]> {
  const elapsed = async (side: Side, times: number) => {
    const start = now();
    await side.run(times);
    return now() - start;
  };
  const measured = sides.map((side) => ({
    side,
    times: 1,
    runs: [] as number[],
  }));
  for (let turn = 0; turn < turns; turn++) {
    for (const each of measured) {
      let took = await elapsed(each.side, each.times);
      // A slow side is not made to run once more to learn that it is slow.
      if (turn === 0 && took < leastMs) {
        each.times = timesFor(leastMs, took);
        took = await elapsed(each.side, each.times);
      }
      each.runs.push(took / each.times);
    }
  }
  return measured.map(({ side: { name }, runs }) => ({
    name,
    runs,
    median: median(runs),
  }));
}

function timesFor(leastMs: number, took: number): number {
  const times = Math.ceil(leastMs / Math.max(took, 1e-3));
  return Math.min(MOST_TIMES, Math.max(1, times));
}
