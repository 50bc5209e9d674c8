import { fileURLToPath } from "node:url";
import { median, type Row } from "../row.ts";
import {
  type Caches,
  runLeat,
  type TimedRun,
  withCaches,
} from "../run_leat.ts";
import type { Bench } from "../suite.ts";

const PIPELINE = fileURLToPath(new URL("./pipeline.ts", import.meta.url));
const WHAT = "ResNet-18, 64 px, batch 16";

/** Seconds from the command to the first loss that was read back. */
export function firstStep({ events }: TimedRun): number {
  const first = events.find(({ event }) => event.type === "batch");
  return (first?.ms ?? NaN) / 1000;
}

/** One start of each kind, in seconds. */
interface Starts {
  readonly cold: number;
  readonly warm: number;
  readonly nothing: number;
}

/** Another seed trains anew; the images of the runs before are used again. */
function train(seed: number, caches: Caches): Promise<TimedRun> {
  return runLeat([PIPELINE, "--set", `fit.seed=${seed}`], caches);
}

/** @param folders new ones; what the images need was compiled elsewhere */
async function startAll(folders: Caches): Promise<Starts> {
  await train(0, { ...folders, shaders: `${folders.shaders}-before` });
  return {
    cold: firstStep(await train(1, folders)),
    warm: firstStep(await train(2, folders)),
    nothing: (await train(2, folders)).ms / 1000,
  };
}

/** How long a command takes before it trains, and where there is nothing to do. */
export async function* startSuite(bench: Bench): AsyncGenerator<Row> {
  if (!bench.wants(WHAT)) return;
  const starts: Starts[] = [];
  for (let turn = 0; turn < (bench.quick ? 1 : 3); turn++) {
    bench.say(`start: ${WHAT}, turn ${turn + 1}`);
    starts.push(await withCaches(startAll));
  }
  const rowOf = (
    part: string,
    read: (starts: Starts) => number,
    note: string,
  ): Row => {
    const runs = starts.map(read);
    return {
      suite: "start",
      what: `${WHAT}: ${part}`,
      side: "Leat",
      unit: "s",
      median: median(runs),
      runs,
      note,
    };
  };
  yield rowOf("first step, cold", ({ cold }) => cold, "empty shader cache");
  yield rowOf("first step, warm", ({ warm }) => warm, "shader cache of before");
  yield rowOf("nothing to do", ({ nothing }) => nothing, "to the end");
}
