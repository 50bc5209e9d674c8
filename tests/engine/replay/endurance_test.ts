import assert from "node:assert/strict";
import { leatSide } from "../../../scripts/bench/step/leat_side.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import type { StepTask } from "../../../scripts/bench/step/task.ts";
import * as leat from "leat";
import { heldOn, memoryInUse } from "../held.ts";

/** As few kernels as a step can have that convolves and normalizes. */
const LEAST: StepTask = {
  name: "least",
  architecture: leat.resnet({
    channels: [4],
    blocks: [1],
    hidden: 4,
    dropout: 0,
  }).behaviour,
  size: 4,
  batch: 2,
  optimizer: "adamW",
  trains: "all",
};

const MEBIBYTE = 2 ** 20;

for (
  const { optimizer, eager, steps } of [
    { optimizer: "sgd", eager: false, steps: 1000 },
    { optimizer: "adamW", eager: false, steps: 1000 },
    { optimizer: "adamW", eager: true, steps: 300 },
  ] as const
) {
  const kind = eager ? "anew" : "as replays";
  Deno.test(`${steps} steps of ${optimizer}() that are done ${kind} leave no tensor, no buffer and no memory behind`, async () => {
    const device = await openDevice();
    const side = await leatSide(device, { ...LEAST, optimizer }, { eager });
    try {
      await side.warm?.();
      // What tfjs keeps to use again is made by the first few.
      await side.steps(100);
      const held = () => [heldOn(device), device.held().bytes];
      const before = held();
      const used = memoryInUse();
      for (let done = 100; done < steps; done += 100) await side.steps(100);
      assert.deepEqual(held(), before);
      const growth = memoryInUse() - used;
      // Measured are 2 to 6 MiB, which garbage had before.
      assert.ok(growth < 32 * MEBIBYTE, `${growth} bytes more`);
    } finally {
      side.close();
      device.close();
    }
  });
}
