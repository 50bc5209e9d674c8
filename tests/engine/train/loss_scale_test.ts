import assert from "node:assert/strict";
import type { Scalar } from "@tensorflow/tfjs-core";
import { accumulateGradients, clipGradients } from "../../../mod.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import {
  decodeCheckpoint,
  encodeCheckpoint,
} from "../../../src/engine/train/checkpoint.ts";
import { LossScale } from "../../../src/engine/train/loss_scale.ts";
import {
  Optimizer,
  type OptimizerOptions,
} from "../../../src/engine/train/optimizer.ts";
import { SmoothedLoss } from "../../../src/engine/train/smoothed_loss.ts";
import { Variables } from "../../../src/engine/train/variables.ts";
import type { VariableSpec } from "../../../src/flow/stage/architecture.ts";

type Tf = Awaited<ReturnType<typeof openDevice>>["tf"];

// Kept open to the end of a test file, so that shaders are compiled once.
await openDevice();

/** Runs on one backend, and fails if tensors are left over. */
async function on(
  backend: "cpu" | "webgpu",
  use: (tf: Tf) => Promise<void>,
): Promise<void> {
  const device = await openDevice({ backend });
  const before = device.memory().tensors;
  await use(device.tf);
  assert.equal(device.memory().tensors, before, "all tensors are freed");
  device.close();
}

for (const backend of ["cpu", "webgpu"] as const) {
  Deno.test(`LossScale scales gradients and leaves the loss as it is, on ${backend}`, async () => {
    await on(backend, async (tf) => {
      const scale = new LossScale(tf);
      assert.equal(await scale.read(), undefined);
      const x = tf.tensor1d([1, 2, 3]);
      const { value, grad } = tf.valueAndGrad((x) =>
        scale.scaled(tf.sum(tf.square(x)) as Scalar)
      )(x);
      assert.deepEqual([...await value.data()], [14]);
      assert.deepEqual(
        [...await grad.data()],
        [2, 4, 6].map((each) => each * 65_536),
      );
      tf.dispose([x, value, grad]);
      scale.reset();
    });
  });

  Deno.test(`LossScale halves where a gradient is not finite, and doubles after clean steps, on ${backend}`, async () => {
    await on(backend, async (tf) => {
      const scale = new LossScale(tf, { start: 8, interval: 3 });
      const step = async (...numbers: number[][]) => {
        const given = numbers.map((each) => tf.tensor1d(each));
        const unscaled = scale.unscale(given);
        const read = await Promise.all(unscaled.map((each) => each.data()));
        tf.dispose([given, unscaled]);
        return read.map((each) => [...each]);
      };
      const is = async () => {
        const { scale: now, clean, skipped } = await scale.read() ?? {};
        return [now, clean, skipped];
      };
      const fine = [16, -8, 0, 4, 1];
      assert.deepEqual(await step(fine), [[2, -1, 0, 0.5, 0.125]]);
      assert.deepEqual(await is(), [8, 1, 0]);
      for (const broken of [Infinity, -Infinity, NaN]) {
        // In fours and not, first and last: any of them is found.
        for (const bad of [[1, 2, broken], [1, 2, 3, broken], [broken]]) {
          assert.deepEqual(
            await step([8, 8], bad, fine),
            [[0, 0], bad.map(() => 0), fine.map(() => 0)],
          );
        }
      }
      assert.deepEqual(await is(), [8 / 2 ** 9, 0, 9]);
      for (let at = 0; at < 6; at++) await step([0.5, 3e38, 65_520]);
      assert.deepEqual(await is(), [8 / 2 ** 7, 0, 9]);
      assert.deepEqual(await step([1 / 16]), [[1]]);
      scale.reset();
    });
  });
}

Deno.test("LossScale doubles after 2,000 clean steps unless told, and not without end", async () => {
  await on("webgpu", async (tf) => {
    const scale = new LossScale(tf);
    const gradient = tf.tensor1d([1]);
    const take = () => tf.dispose(scale.unscale([gradient.clone()]));
    for (let at = 0; at < 1999; at++) take();
    const before = await scale.read();
    assert.deepEqual([before?.scale, before?.clean], [65_536, 1999]);
    take();
    const after = await scale.read();
    assert.deepEqual([after?.scale, after?.clean], [131_072, 0]);
    scale.restore({
      ...after!,
      scale: 2 ** 100,
      inverse: 2 ** -100,
      clean: 1999,
    });
    take();
    assert.equal((await scale.read())?.scale, 2 ** 100);
    tf.dispose(gradient);
    scale.reset();
  });
});

const SPECS: readonly VariableSpec[] = [4, 3].map((size, at) => ({
  name: `v${at}`,
  shape: [size],
  role: at === 0 ? "weight" : "bias",
  group: 0,
  init: () => Float32Array.from({ length: size }, (_, i) => 0.5 - 0.2 * i),
}));

const start = (tf: Tf) =>
  new Variables(
    tf,
    SPECS,
    new Map(SPECS.map((each) => [each.name, each.init(undefined as never)])),
  );

/** Steps with drawn gradients; those in `broken` hold what is not finite. */
function walk(
  tf: Tf,
  optimizer: Optimizer,
  variables: Variables,
  { steps, broken = [], scale = 1 }: {
    readonly steps: readonly number[];
    readonly broken?: readonly number[];
    readonly scale?: number;
  },
): void {
  for (const step of steps) {
    const gradients = Object.fromEntries(SPECS.map(({ name, shape }, at) => {
      const numbers = Array.from(
        { length: shape[0] ?? 0 },
        (_, i) => Math.sin(step * 7 + at * 3 + i) * scale,
      );
      if (broken.includes(step) && at === 1) numbers[1] = Infinity;
      return [variables.get(name).name, tf.tensor1d(numbers)];
    }));
    const settings = { rates: [0.05], momentum: 0.8 + 0.01 * (step % 5) };
    optimizer.step(variables, SPECS, gradients, settings, 4);
    tf.dispose(gradients);
  }
}

const SCALE = 65_536;
const OPTIMIZERS: Readonly<Record<string, OptimizerOptions>> = {
  AdamW: { weightDecay: 0.1 },
  SGD: { weightDecay: 0.1, optimizer: { op: "sgd" } },
  "SGD without momentum": {
    weightDecay: 0.1,
    optimizer: { op: "sgd" },
    callbacks: [clipGradients()],
  },
  "AdamW with values clipped": {
    weightDecay: 0.1,
    callbacks: [clipGradients(0.3, { by: "value" })],
  },
};

for (const [name, options] of Object.entries(OPTIMIZERS)) {
  Deno.test(`${name} in mixed precision leaves out steps that overflow, as if they had not been`, async () => {
    for (const backend of ["cpu", "webgpu"] as const) {
      await on(backend, async (tf) => {
        const [mixed, full] = [start(tf), start(tf)];
        const scaled = new Optimizer(tf, { ...options, precision: "mixed" });
        const plain = new Optimizer(tf, options);
        // The scale is halved at the first one: gradients are as it makes them.
        walk(tf, scaled, mixed, { steps: [0], scale: SCALE });
        walk(tf, scaled, mixed, { steps: [1], broken: [1] });
        walk(tf, scaled, mixed, { steps: [2, 3, 4], scale: SCALE / 2 });
        walk(tf, plain, full, { steps: [0, 2, 3, 4] });
        const { scaling, steps } = await scaled.read();
        assert.equal(scaling?.skipped, 1);
        assert.equal(scaling?.scale, SCALE / 2);
        assert.deepEqual(steps, { v0: 5, v1: 5 });
        const [ours, expected] = [await mixed.read(), await full.read()];
        for (const [variable, values] of expected) {
          values.forEach((value, at) => {
            const actual = ours.get(variable)?.[at] ?? NaN;
            // What AdamW debiases by is computed on the device in 24 bits.
            assert.ok(
              Math.abs(actual - value) < 1e-6,
              `${variable}[${at}] is ${actual}, not ${value}, on ${backend}`,
            );
          });
        }
        for (const each of [scaled, plain]) each.reset();
        for (const each of [mixed, full]) each.dispose();
      });
    }
  });
}

Deno.test("Optimizer in mixed precision moves nothing at all where a step overflows", async () => {
  for (const options of Object.values(OPTIMIZERS)) {
    await on("webgpu", async (tf) => {
      const variables = start(tf);
      const optimizer = new Optimizer(tf, { ...options, precision: "mixed" });
      walk(tf, optimizer, variables, { steps: [0, 1], scale: SCALE });
      const [values, memory] = [await variables.read(), await optimizer.read()];
      walk(tf, optimizer, variables, { steps: [2], broken: [2] });
      assert.deepEqual(await variables.read(), values);
      assert.deepEqual((await optimizer.read()).values, memory.values);
      optimizer.reset();
      variables.dispose();
    });
  }
});

Deno.test("Optimizer in mixed precision that gathers leaves out all of what holds an overflow", async () => {
  await on("webgpu", async (tf) => {
    const variables = start(tf);
    const optimizer = new Optimizer(tf, {
      weightDecay: 0,
      optimizer: { op: "sgd" },
      precision: "mixed",
      callbacks: [accumulateGradients(8)],
    });
    const before = await variables.read();
    walk(tf, optimizer, variables, { steps: [0, 1], broken: [0] });
    assert.deepEqual(await variables.read(), before);
    assert.equal((await optimizer.read()).scaling?.skipped, 1);
    walk(tf, optimizer, variables, { steps: [2, 3], scale: SCALE / 2 });
    assert.notDeepEqual(await variables.read(), before);
    assert.equal((await optimizer.read()).scaling?.skipped, 1);
    optimizer.reset();
    variables.dispose();
  });
});

Deno.test("Optimizer in mixed precision goes on from a checkpoint with the same bits", async () => {
  for (const options of Object.values(OPTIMIZERS)) {
    await on("webgpu", async (tf) => {
      const mixed = { ...options, precision: "mixed" } as const;
      const [unbroken, resumed] = [start(tf), start(tf)];
      const first = new Optimizer(tf, mixed);
      walk(tf, first, unbroken, { steps: [0, 1], broken: [1], scale: SCALE });
      const bytes = await encodeCheckpoint(
        unbroken,
        first,
        new SmoothedLoss(),
        2,
      );
      const second = new Optimizer(tf, mixed);
      const state = decodeCheckpoint(bytes);
      assert.equal(state.optimizer.scaling?.skipped, 1);
      resumed.assign(state.variables);
      second.restore(SPECS, state.optimizer);
      const rest = { steps: [2, 3, 4], broken: [3], scale: SCALE / 4 };
      walk(tf, first, unbroken, rest);
      walk(tf, second, resumed, rest);
      assert.deepEqual(await resumed.read(), await unbroken.read());
      assert.deepEqual(await second.read(), await first.read());
      for (const each of [first, second]) each.reset();
      for (const each of [unbroken, resumed]) each.dispose();
    });
  }
});
