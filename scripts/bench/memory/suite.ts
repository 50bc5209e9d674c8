import * as leat from "leat";
import type { Device } from "../../../src/engine/device/open_device.ts";
import type { Row } from "../row.ts";
import { leatSide } from "../step/leat_side.ts";
import type { StepTask } from "../step/task.ts";
import type { Bench } from "../suite.ts";
import { collect } from "./collect.ts";

/** Steps of which the memory is held against that after the first hundred. */
const STEPS = 2000;
const FIRST = 100;
/** Steps after which it is looked at each time. */
const AT_A_TIME = 100;

const MEGABYTE = 1e6;

/** Small, and of all the kernels that a residual network has. */
function taskOf(optimizer: StepTask["optimizer"]): StepTask {
  return {
    name: optimizer === "sgd" ? "SGD" : "AdamW",
    architecture: leat.resnet({
      channels: [32, 64],
      blocks: [1, 1],
      hidden: 16,
      dropout: 0,
    }).behaviour,
    size: 16,
    batch: 4,
    optimizer,
    trains: "all",
  };
}

/** What is held at a moment. */
interface Held {
  readonly tensors: number;
  /** Bytes of buffers on the device. */
  readonly buffers: number;
  readonly rss: number;
}

function heldOn(device: Device): Held {
  collect();
  return {
    tensors: device.memory().tensors,
    buffers: device.held().bytes,
    rss: Deno.memoryUsage().rss,
  };
}

/** What is held after the first steps, and after each hundred more. */
async function hold(
  device: Device,
  task: StepTask,
  steps: number,
): Promise<readonly Held[]> {
  const side = await leatSide(device, task);
  try {
    await side.warm?.();
    await side.steps(FIRST);
    const held = [heldOn(device)];
    for (let done = FIRST; done < steps; done += AT_A_TIME) {
      await side.steps(AT_A_TIME);
      held.push(heldOn(device));
    }
    return held;
  } finally {
    side.close();
    device.freeIdle();
  }
}

/** Whether many replayed steps leave tensors, buffers and memory behind. */
export async function* memorySuite(bench: Bench): AsyncGenerator<Row> {
  const steps = bench.quick ? 2 * FIRST : STEPS;
  for (const optimizer of ["sgd", "adamW"] as const) {
    const task = taskOf(optimizer);
    const what = `${steps} steps, ${task.name}`;
    if (!bench.wants(what)) continue;
    bench.say(`memory: ${what}`);
    const held = await hold(bench.device, task, steps);
    const rowOf = (
      side: string,
      read: (held: Held) => number,
      note: string,
    ): Row => ({
      suite: "memory",
      what,
      side,
      unit: "MB",
      median: read(held.at(-1)!) / MEGABYTE,
      runs: held.map((each) => read(each) / MEGABYTE),
      note,
    });
    const grown = held.at(-1)!.rss - held[0]!.rss;
    const text = (grown / MEGABYTE).toFixed(1);
    const since = `since step ${FIRST}`;
    yield rowOf(
      "memory of the process",
      ({ rss }) => rss,
      `${text} MB more ${since}, without garbage`,
    );
    const [before, after] = [held[0]!.tensors, held.at(-1)!.tensors];
    yield rowOf(
      "buffers on the device",
      ({ buffers }) => buffers,
      `${after - before} tensors more ${since}`,
    );
  }
}
