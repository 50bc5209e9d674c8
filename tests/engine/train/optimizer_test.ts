import assert from "node:assert/strict";
import type { VariableSpec } from "../../../src/flow/stage/architecture.ts";
import { DEFAULT_OPTIMIZER } from "../../../src/flow/stage/optimizer.ts";
import type { StepSettings } from "../../../src/flow/stage/schedule.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { Optimizer } from "../../../src/engine/train/optimizer.ts";
import { Variables } from "../../../src/engine/train/variables.ts";

const DECAY = 0.1;

const SPECS: readonly VariableSpec[] = [
  spec("body", "weight", 0),
  spec("norm", "norm", 0),
  spec("bias", "bias", 1),
  spec("head", "weight", 1),
];

function spec(
  name: string,
  role: VariableSpec["role"],
  group: number,
): VariableSpec {
  const start = [name.length, -0.5, 0, 1e-3, 2, -3];
  return {
    name,
    shape: [2, 3],
    role,
    group,
    init: () => Float32Array.from(start),
  };
}

/** A gradient that differs by variable, step and place. */
function gradientOf(name: string, step: number): number[] {
  return Array.from(
    { length: 6 },
    (_, at) =>
      Math.sin(name.charCodeAt(0) + step * 7 + at * 3) * 10 ** (at - 3),
  );
}

/** A schedule whose rates and momentum move. */
function settingsAt(step: number): StepSettings {
  return {
    rates: [0.01 * (step + 1), 0.1 / (step + 1)],
    momentum: 0.95 - 0.02 * step,
  };
}

/** One variable after steps of fastai's Adam, in doubles. */
function expected(
  { name, role, group, init }: VariableSpec,
  steps: number,
): number[] {
  const values = [...init(undefined as never)];
  const mean = values.map(() => 0);
  const square = values.map(() => 0);
  for (let step = 0; step < steps; step++) {
    const { rates, momentum } = settingsAt(step);
    const rate = rates[group]!;
    gradientOf(name, step).forEach((g, at) => {
      if (role === "weight") values[at]! *= 1 - rate * DECAY;
      mean[at] = momentum * mean[at]! + (1 - momentum) * g;
      square[at] = 0.99 * square[at]! + 0.01 * g * g;
      const unbiased = mean[at]! / (1 - momentum ** (step + 1));
      const scale = Math.sqrt(square[at]! / (1 - 0.99 ** (step + 1))) + 1e-5;
      values[at]! -= rate * unbiased / scale;
    });
  }
  return values;
}

type Tf = Awaited<ReturnType<typeof openDevice>>["tf"];

function startOf(tf: Tf): Variables {
  const values = SPECS.map((each) =>
    [each.name, each.init(undefined as never)] as const
  );
  return new Variables(tf, SPECS, new Map(values));
}

/** Some steps; variables called in `without` get no gradient. */
function walk(
  tf: Tf,
  optimizer: Optimizer,
  variables: Variables,
  { from = 0, to, without = [] }: {
    readonly from?: number;
    readonly to: number;
    readonly without?: readonly string[];
  },
): void {
  for (let step = from; step < to; step++) {
    const gradients = Object.fromEntries(
      SPECS.filter(({ name }) => !without.includes(name)).map(({ name }) => [
        variables.get(name).name,
        tf.tensor2d(gradientOf(name, step), [2, 3]),
      ]),
    );
    optimizer.step(variables, SPECS, gradients, settingsAt(step), 1);
    tf.dispose(gradients);
  }
}

for (const backend of ["cpu", "webgpu"] as const) {
  Deno.test(`Optimizer steps as fastai's Adam does, on ${backend}`, async () => {
    const device = await openDevice({ backend });
    const { tf } = device;
    const before = device.memory().tensors;
    const variables = startOf(tf);
    const optimizer = new Optimizer(tf, { weightDecay: DECAY });
    for (const to of [1, 2, 3, 4, 5]) {
      walk(tf, optimizer, variables, { from: to - 1, to });
      const values = await variables.read();
      for (const each of SPECS) {
        expected(each, to).forEach((value, at) => {
          const actual = values.get(each.name)?.[at] ?? NaN;
          // Numbers near 1 in 24 bits, a few roundings a step.
          assert.ok(
            Math.abs(actual - value) < 2e-6 * Math.max(1, Math.abs(value)),
            `${each.name}[${at}] after ${to} steps is ${actual}, not ${value}`,
          );
        });
      }
    }
    optimizer.reset();
    variables.dispose();
    assert.equal(device.memory().tensors, before);
    device.close();
  });
}

Deno.test("Optimizer leaves a variable without a gradient as it is, undecayed", async () => {
  const device = await openDevice({ backend: "cpu" });
  const { tf } = device;
  const variables = startOf(tf);
  const optimizer = new Optimizer(tf, { weightDecay: DECAY });
  walk(tf, optimizer, variables, { to: 2, without: ["body"] });
  const values = await variables.read();
  assert.deepEqual(values.get("body"), SPECS[0]!.init(undefined as never));
  assert.notDeepEqual(values.get("head"), SPECS[3]!.init(undefined as never));
  const { steps } = await optimizer.read();
  assert.deepEqual(steps, { norm: 2, bias: 2, head: 2 });
  optimizer.reset();
  variables.dispose();
});

Deno.test("Optimizer that is reset steps as a new one", async () => {
  const { tf } = await openDevice({ backend: "cpu" });
  const used = startOf(tf);
  const optimizer = new Optimizer(tf, { weightDecay: DECAY });
  walk(tf, optimizer, used, { to: 3 });
  optimizer.reset();
  used.assign(new Map(SPECS.map((s) => [s.name, s.init(undefined as never)])));
  walk(tf, optimizer, used, { to: 2 });
  const fresh = startOf(tf);
  const other = new Optimizer(tf, { weightDecay: DECAY });
  walk(tf, other, fresh, { to: 2 });
  assert.deepEqual(await used.read(), await fresh.read());
  for (const each of [optimizer, other]) each.reset();
  for (const each of [used, fresh]) each.dispose();
});

for (
  const [op, optimizer, rows] of [
    ["AdamW", DEFAULT_OPTIMIZER, ["mean", "square"]],
    ["SGD", { op: "sgd" }, ["velocity"]],
  ] as const
) {
  Deno.test(`${op} goes on from what was read with the same bits`, async () => {
    for (const backend of ["cpu", "webgpu"] as const) {
      const device = await openDevice({ backend });
      const { tf } = device;
      const before = device.memory().tensors;
      const unbroken = startOf(tf);
      const first = new Optimizer(tf, { optimizer, weightDecay: DECAY });
      walk(tf, first, unbroken, { to: 2, without: ["bias"] });
      const state = await first.read();
      assert.deepEqual(
        [...state.values.keys()],
        ["body", "norm", "head"].flatMap((name) =>
          rows.map((row) => `${row}/${name}`)
        ),
      );
      const resumed = new Variables(tf, SPECS, await unbroken.read());
      const second = new Optimizer(tf, { optimizer, weightDecay: DECAY });
      second.restore(SPECS, state);
      assert.deepEqual(await second.read(), state);
      walk(tf, first, unbroken, { from: 2, to: 4 });
      walk(tf, second, resumed, { from: 2, to: 4 });
      assert.deepEqual(await resumed.read(), await unbroken.read());
      for (const each of [first, second]) each.reset();
      for (const each of [unbroken, resumed]) each.dispose();
      assert.equal(device.memory().tensors, before);
      device.close();
    }
  });
}

/** Steps of descent without momentum; the values and all that is remembered. */
async function descend(backend: "cpu" | "webgpu", momentum?: number) {
  const device = await openDevice({ backend });
  const { tf } = device;
  const before = device.memory().tensors;
  const variables = startOf(tf);
  const optimizer = new Optimizer(tf, {
    optimizer: { op: "sgd" },
    weightDecay: DECAY,
    ...momentum === undefined ? {} : { momentum },
  });
  for (const step of [0, 1, 2]) {
    const gradients = Object.fromEntries(SPECS.map(({ name }) => [
      variables.get(name).name,
      tf.tensor2d(gradientOf(name, step), [2, 3]),
    ]));
    const settings = { ...settingsAt(step), momentum: 0 };
    optimizer.step(variables, SPECS, gradients, settings, 1);
    tf.dispose(gradients);
  }
  const values = [...await variables.read()];
  const { values: remembered, steps } = await optimizer.read();
  const tensors = optimizer.state.size;
  optimizer.reset();
  variables.dispose();
  assert.equal(device.memory().tensors, before);
  device.close();
  return { values, remembered: [...remembered.keys()], steps, tensors };
}

for (const backend of ["cpu", "webgpu"] as const) {
  Deno.test(`descent that never has momentum remembers nothing, to the same bits, on ${backend}`, async () => {
    const moving = await descend(backend);
    const never = await descend(backend, 0);
    assert.deepEqual(never.values, moving.values);
    assert.deepEqual(never.steps, moving.steps);
    assert.equal(moving.tensors, SPECS.length);
    assert.equal(moving.remembered.length, SPECS.length);
    assert.equal(never.tensors, 0);
    assert.deepEqual(never.remembered, []);
  });
}

Deno.test("descent that was said to have no momentum refuses one", async () => {
  const device = await openDevice({ backend: "cpu" });
  const { tf } = device;
  const variables = startOf(tf);
  const optimizer = new Optimizer(tf, {
    optimizer: { op: "sgd" },
    weightDecay: 0,
    momentum: 0,
  });
  assert.throws(
    () => walk(tf, optimizer, variables, { to: 1 }),
    { message: /momentum of 0.95: it was said to be always 0$/ },
  );
  optimizer.reset();
  variables.dispose();
  device.close();
});
