import type { RunEvent } from "../../../src/flow/events/event.ts";
import { median, type Row } from "../row.ts";
import { runLeat, type TimedRun, withCaches } from "../run_leat.ts";
import type { Bench } from "../suite.ts";
import { coldImages } from "./cold_images.ts";
import { manyFiles } from "./many_files.ts";

/** Told to the run, so that images can be counted from its steps. */
const BATCH = 32;

/** What is read from a run of `pets`. */
export interface PetsRun {
  /** From the command to its end, with drawing and decoding. */
  readonly seconds: number;
  /** Trained on, validation not counted, by the seconds of whole epochs. */
  readonly imagesPerSecond: number;
  /** Percent of the time of training, for each epoch; none if not told. */
  readonly waiting: readonly number[];
}

/** Reads the figures of a run whose batches are of that size. */
export function readRun({ events, ms }: TimedRun, batch: number): PetsRun {
  const epochs: Extract<RunEvent, { type: "epoch" }>[] = [];
  let steps = 0;
  for (const { event } of events) {
    if (event.type === "epoch") epochs.push(event);
    if (event.type === "batch" && event.step === event.steps) {
      steps += event.steps;
    }
  }
  const seconds = epochs.reduce((sum, each) => sum + each.seconds, 0);
  return {
    seconds: ms / 1000,
    imagesPerSecond: steps * batch / seconds,
    waiting: epochs.flatMap(({ waiting }) =>
      waiting === undefined ? [] : [100 * waiting]
    ),
  };
}

/** Reading images by itself, then the sample as a newcomer runs it. */
export async function* epochSuite(bench: Bench): AsyncGenerator<Row> {
  yield* coldImages(bench);
  yield* manyFiles(bench);
  yield* petsRuns(bench);
}

/** The sample from nothing. */
async function* petsRuns(bench: Bench): AsyncGenerator<Row> {
  const what = "pets, the sample";
  if (!bench.wants(what)) return;
  const runs: PetsRun[] = [];
  for (let turn = 0; turn < (bench.quick ? 1 : 3); turn++) {
    bench.say(`epoch: ${what}, run ${turn + 1}`);
    const run = await withCaches((caches) =>
      runLeat(["pets", "--set", `fit.batch=${BATCH}`], caches)
    );
    runs.push(readRun(run, BATCH));
  }
  const rowOf = (
    part: string,
    unit: Row["unit"],
    numbers: readonly number[],
  ): Row => ({
    suite: "epoch",
    what: `${what}: ${part}`,
    side: "Leat",
    unit,
    median: numbers.length === 0 ? null : median(numbers),
    runs: numbers,
  });
  yield rowOf("first run of all", "s", runs.map(({ seconds }) => seconds));
  yield rowOf(
    "training, epochs with validation",
    "images/s",
    runs.map(({ imagesPerSecond }) => imagesPerSecond),
  );
  const waiting = runs.flatMap((run) => run.waiting);
  yield {
    ...rowOf("training waits for data", "%", waiting),
    ...waiting.length === 0 ? { note: "the run does not tell" } : {},
  };
}
