import type { Row } from "../row.ts";
import { type Bench, durationOf } from "../suite.ts";
import { compareSteps } from "../step/compare.ts";
import { leatSide } from "../step/leat_side.ts";
import { plainSide } from "../step/plain_side.ts";
import type { StepSide } from "../step/side.ts";
import { type StepTask, stepTasks } from "../step/task.ts";
import { assertAlike } from "./alike.ts";
import { findTorch, torchSide } from "./torch_side.ts";

/** Blocks of each stage, by the network that a task's name begins with. */
const BLOCKS: Readonly<Record<string, readonly number[]>> = {
  "ResNet-18": [2, 2, 2, 2],
  "ResNet-34": [3, 4, 6, 3],
};

function blocksOf({ name }: StepTask): readonly number[] {
  const [network = ""] = name.split(",");
  const blocks = BLOCKS[network];
  if (blocks === undefined) {
    throw new RangeError(`Cannot build "${network}" in PyTorch: no such plan`);
  }
  return blocks;
}

function absent(what: string, side: string, note: string): Row {
  return {
    suite: "peers",
    what,
    side,
    unit: "ms",
    median: null,
    runs: [],
    note,
  };
}

async function* besideTorch(
  bench: Bench,
  python: string,
  task: StepTask,
): AsyncGenerator<Row> {
  bench.say(`peers: PyTorch, ${task.name}`);
  const sides: StepSide[] = [];
  try {
    sides.push(await torchSide(python, blocksOf(task), task));
    sides.push(await leatSide(bench.device, task, { eager: false }));
    const duration = durationOf(bench);
    yield* await compareSteps("peers", task.name, sides, duration, assertAlike);
  } finally {
    for (const side of sides) side.close();
  }
}

/** A step that plain JavaScript does in seconds, not in minutes. */
async function* besideCpu(bench: Bench, task: StepTask): AsyncGenerator<Row> {
  bench.say(`peers: tfjs cpu, ${task.name}`);
  await import("@tensorflow/tfjs-backend-cpu");
  const sides: StepSide[] = [];
  try {
    sides.push(await plainSide("tfjs cpu", "cpu", task));
    sides.push(await leatSide(bench.device, task, { eager: false }));
    const duration = { turns: 1, leastMs: 100 };
    yield* await compareSteps("peers", task.name, sides, duration);
  } finally {
    for (const side of sides) side.close();
    await bench.device.tf.setBackend("webgpu");
  }
}

/** The same step elsewhere: PyTorch, and the other backends of tfjs. */
export async function* peersSuite(bench: Bench): AsyncGenerator<Row> {
  const tasks = stepTasks(bench.device.adapter.software);
  const python = findTorch();
  for (const task of tasks) {
    if (!bench.wants(task.name)) continue;
    if (python !== undefined) yield* besideTorch(bench, python, task);
    else yield absent(task.name, "PyTorch", "no Python here has torch");
  }
  const [first] = tasks;
  if (first === undefined) return;
  const name = "ResNet-18, 32 px, batch 4, SGD, all";
  if (!bench.wants(name)) return;
  yield* besideCpu(bench, { ...first, name, size: 32, batch: 4 });
  yield absent(
    name,
    "tfjs wasm",
    "cannot train: it has no gradient of a convolution's filter",
  );
}
