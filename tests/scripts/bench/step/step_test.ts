import assert from "node:assert/strict";
import { assertAgree } from "../../../../scripts/bench/step/agree.ts";
import { leatSide } from "../../../../scripts/bench/step/leat_side.ts";
import { plainSide } from "../../../../scripts/bench/step/plain_side.ts";
import type { StepSide } from "../../../../scripts/bench/step/side.ts";
import {
  type StepTask,
  stepTasks,
} from "../../../../scripts/bench/step/task.ts";
import { openDevice } from "../../../../src/engine/device/open_device.ts";
import {
  addStockBackend,
  STOCK_BACKEND,
} from "../../../../src/engine/device/stock_backend.ts";
import { tiny } from "./_tiny.ts";

// Kept open to the end of the file, so that shaders are compiled once.
const device = await openDevice();

/** Both sides of a task, which leave nothing behind. */
async function withSides(
  task: StepTask,
  use: (sides: readonly [StepSide, StepSide, StepSide]) => Promise<void>,
): Promise<void> {
  const { tensors } = device.memory();
  const removeStock = addStockBackend();
  const stock = await plainSide("stock tfjs", STOCK_BACKEND, task);
  const eager = await leatSide(device, task, { eager: true });
  const leat = await leatSide(device, task, { eager: false });
  try {
    await use([stock, eager, leat]);
  } finally {
    for (const side of [stock, eager, leat]) side.close();
    await device.tf.setBackend("webgpu");
    removeStock();
  }
  assert.equal(device.memory().tensors, tensors, "all tensors are freed");
}

for (const optimizer of ["sgd", "adamW"] as const) {
  for (const trains of ["all", "head and norms", "head"] as const) {
    Deno.test(`stock tfjs and Leat do the same step: ${optimizer}, ${trains}`, async () => {
      await withSides({ ...tiny, optimizer, trains }, async (sides) => {
        await assertAgree(sides);
        const [stock, eager, leat] = sides;
        assert.equal(stock.parameters, leat.parameters);
        const losses = await eager.steps(8);
        assert.deepEqual(await leat.steps(8), losses, "replayed, bit for bit");
        await leat.warm?.(); // throws where it does not replay
        const [first = NaN] = losses;
        const last = losses.at(-1) ?? NaN;
        assert.ok(last < first, `the loss falls from ${first} to ${last}`);
      });
    });
  }
}

Deno.test("Leat does the same step in mixed precision, up to what halves cost", async () => {
  const { tensors } = device.memory();
  const task = { ...tiny, optimizer: "adamW", trains: "all" } as const;
  const full = await leatSide(device, task);
  const mixed = await leatSide(device, task, { precision: "mixed" });
  try {
    assert.equal(mixed.name, "Leat, mixed");
    await assertAgree([full, mixed]);
    await mixed.warm?.(); // throws where it does not replay
  } finally {
    for (const side of [full, mixed]) side.close();
  }
  assert.equal(device.memory().tensors, tensors, "all tensors are freed");
});

Deno.test("tfjs does the step on the processor, with no kernel of ours", async () => {
  await import("@tensorflow/tfjs-backend-cpu");
  const plain = await plainSide("tfjs cpu", "cpu", tiny);
  const leat = await leatSide(device, tiny, { eager: true });
  try {
    await assertAgree([plain, leat]);
  } finally {
    plain.close();
    leat.close();
    await device.tf.setBackend("webgpu");
  }
});

Deno.test("sides that do not do the same step are not compared", async () => {
  const side = (name: string, ...losses: readonly number[]): StepSide => ({
    name,
    parameters: 1,
    steps: () => Promise.resolve(losses),
    close() {},
  });
  await assertAgree([side("A", 0.7, 0.6), side("B", 0.7001, 0.6)]);
  await assert.rejects(
    assertAgree([side("A", 0.7, 0.6), side("B", 0.7, 0.602)]),
    {
      name: "RangeError",
      message:
        'Cannot compare "B" with "A": the loss of step 2 is 0.602, not 0.6',
    },
  );
  await assert.rejects(assertAgree([side("A", NaN, 1), side("B", NaN, 1)]));
});

Deno.test("every step of the benchmarks has a name of its own", () => {
  const software = stepTasks(true).map(({ name }) => name);
  assert.deepEqual(software, [
    "ResNet-18, 64 px, batch 16, SGD, all",
    "ResNet-18, 64 px, batch 16, AdamW, all",
    "ResNet-18, 64 px, batch 16, SGD, head and norms",
    "ResNet-18, 64 px, batch 16, AdamW, head and norms",
    "ResNet-18, 64 px, batch 16, SGD, head",
    "ResNet-18, 64 px, batch 16, AdamW, head",
    "ResNet-18, 128 px, batch 16, SGD, all",
  ]);
  const all = stepTasks(false).map(({ name }) => name);
  assert.deepEqual(all.slice(0, software.length), software);
  assert.ok(all.includes("ResNet-34, 224 px, batch 64, SGD, all"));
});
