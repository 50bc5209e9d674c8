import {
  addStockBackend,
  STOCK_BACKEND,
} from "../../../src/engine/device/stock_backend.ts";
import type { Adapter } from "../../../src/engine/device/open_device.ts";
import type { Row } from "../row.ts";
import { type Bench, durationOf } from "../suite.ts";
import { compareSteps } from "./compare.ts";
import { leatSide } from "./leat_side.ts";
import { plainSide } from "./plain_side.ts";
import type { StepSide } from "./side.ts";
import { type StepTask, stepTasks } from "./task.ts";

/** Opens who does a step; the first is what the others are compared with. */
type OpenSide = (bench: Bench, task: StepTask) => Promise<StepSide>;

const mixed: OpenSide = ({ device }, task) =>
  leatSide(device, task, { precision: "mixed" });

const SIDES: readonly OpenSide[] = [
  (_, task) => plainSide("stock tfjs", STOCK_BACKEND, task),
  ({ device }, task) => leatSide(device, task, { eager: true }),
  ({ device }, task) => leatSide(device, task, { eager: false }),
];

function sidesOn({ f16 }: Adapter): readonly OpenSide[] {
  return f16 ? [...SIDES, mixed] : SIDES;
}

/**
 * A training step: tfjs with its own kernels and optimizer, Leat's two, and
 * Leat's in mixed precision where the adapter has halves.
 */
export async function* stepSuite(bench: Bench): AsyncGenerator<Row> {
  for (const task of stepTasks(bench.device.adapter.software)) {
    if (!bench.wants(task.name)) continue;
    bench.say(`step: ${task.name}`);
    // A new one for each task: tfjs keeps every buffer that it ever made.
    const removeStock = addStockBackend();
    const sides: StepSide[] = [];
    try {
      for (const open of sidesOn(bench.device.adapter)) {
        sides.push(await open(bench, task));
      }
      yield* await compareSteps("step", task.name, sides, durationOf(bench));
    } finally {
      for (const side of sides) side.close();
      await bench.device.tf.setBackend("webgpu");
      removeStock();
    }
  }
}
