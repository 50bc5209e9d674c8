import assert from "node:assert/strict";
import { accumulateGradients, clipGradients } from "../../../mod.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { Optimizer } from "../../../src/engine/train/optimizer.ts";
import { Variables } from "../../../src/engine/train/variables.ts";
import type { Callback } from "../../../src/flow/stage/callback.ts";
import type { VariableSpec } from "../../../src/flow/stage/architecture.ts";
import {
  batch,
  gradients,
  start,
  stepped,
} from "../../fixtures/callbacks/callbacks.ts";

const SHAPES: Readonly<Record<string, readonly number[]>> = {
  weight: [2, 3],
  bias: [2],
};

const SPECS = Object.entries(SHAPES).map(([name, shape]): VariableSpec => ({
  name,
  shape,
  role: name === "bias" ? "bias" : "weight",
  group: 0,
  init: () => Float32Array.from(start[name] ?? []),
}));

type Tf = Awaited<ReturnType<typeof openDevice>>["tf"];

const begin = (tf: Tf) =>
  new Variables(
    tf,
    SPECS,
    new Map(SPECS.map((each) => [each.name, each.init(undefined as never)])),
  );

const sgdWith = (tf: Tf, callbacks: readonly Callback[]) =>
  new Optimizer(tf, { optimizer: { op: "sgd" }, weightDecay: 0, callbacks });

/** Takes one batch, by its number over epochs. */
function take(
  tf: Tf,
  optimizer: Optimizer,
  variables: Variables,
  at: number,
): void {
  const of = gradients[at % gradients.length] ?? {};
  const given = Object.fromEntries(SPECS.map(({ name, shape }) => [
    variables.get(name).name,
    tf.tensor([...of[name] ?? []], [...shape]),
  ]));
  const settings = { rates: [0.125], momentum: 0.9 };
  optimizer.step(variables, SPECS, given, settings, batch);
  tf.dispose(given);
}

function callbacksOf(
  { clip, by, samples }: typeof stepped[number],
): readonly Callback[] {
  return [
    ...clip === undefined ? [] : [clipGradients(clip, by ? { by } : {})],
    ...samples === undefined ? [] : [accumulateGradients(samples)],
  ];
}

function assertNear(
  actual: ReadonlyMap<string, Float32Array>,
  expected: Readonly<Record<string, readonly number[]>>,
  about: string,
): void {
  for (const [name, values] of Object.entries(expected)) {
    values.forEach((value, at) => {
      const near = actual.get(name)?.[at] ?? NaN;
      // Two chains of float32 sums; a few roundings a step.
      assert.ok(
        Math.abs(near - value) <= 4e-6 * Math.max(1, Math.abs(value)),
        `${about}: ${name}[${at}] is ${near}, not ${value}`,
      );
    });
  }
}

for (const backend of ["cpu", "webgpu"] as const) {
  Deno.test(`gradients are clipped and gathered as fastai does, on ${backend}`, async () => {
    const device = await openDevice({ backend });
    const { tf } = device;
    const before = device.memory().tensors;
    for (const { weights, ...settings } of stepped) {
      const variables = begin(tf);
      const optimizer = sgdWith(tf, callbacksOf({ weights, ...settings }));
      for (const [at, expected] of weights.entries()) {
        take(tf, optimizer, variables, at);
        const about = `${JSON.stringify(settings)}, batch ${at + 1}`;
        assertNear(await variables.read(), expected, about);
      }
      optimizer.reset();
      variables.dispose();
    }
    assert.equal(device.memory().tensors, before);
    device.close();
  });

  Deno.test(`gradients that are gathered are read and restored to the bit, on ${backend}`, async () => {
    const device = await openDevice({ backend });
    const { tf } = device;
    const callbacks = [clipGradients(0.5), accumulateGradients(3 * batch)];
    const unbroken = begin(tf);
    const first = sgdWith(tf, callbacks);
    for (const at of [0, 1, 2, 3]) take(tf, first, unbroken, at);
    const state = await first.read();
    assert.equal(state.gathered.samples, batch);
    assert.deepEqual([...state.gathered.values.keys()], ["weight", "bias"]);

    const resumed = new Variables(tf, SPECS, await unbroken.read());
    const second = sgdWith(tf, callbacks);
    second.restore(SPECS, state);
    assert.deepEqual(await second.read(), state);
    for (const at of [4, 5, 6]) {
      take(tf, first, unbroken, at);
      take(tf, second, resumed, at);
    }
    assert.deepEqual(await resumed.read(), await unbroken.read());
    for (const each of [first, second]) each.reset();
    for (const each of [unbroken, resumed]) each.dispose();
    device.close();
  });
}

Deno.test("gradients that are gathered are forgotten when a phase begins", async () => {
  const { tf } = await openDevice({ backend: "cpu" });
  const used = begin(tf);
  const optimizer = sgdWith(tf, [accumulateGradients(2 * batch)]);
  take(tf, optimizer, used, 0);
  optimizer.reset();
  take(tf, optimizer, used, 1);
  assert.deepEqual(await used.read(), await begin(tf).read());
  take(tf, optimizer, used, 2);
  const fresh = begin(tf);
  const other = sgdWith(tf, [accumulateGradients(2 * batch)]);
  for (const at of [1, 2]) take(tf, other, fresh, at);
  assert.deepEqual(await used.read(), await fresh.read());
});

Deno.test("gradients of nothing are clipped to nothing", async () => {
  const { tf } = await openDevice({ backend: "cpu" });
  const variables = begin(tf);
  const optimizer = sgdWith(tf, [clipGradients()]);
  const zero = tf.zeros([2]);
  const settings = { rates: [1], momentum: 0 };
  const bias = variables.get("bias").name;
  optimizer.step(variables, SPECS, { [bias]: zero }, settings, 1);
  optimizer.step(variables, SPECS, {}, settings, 1);
  // Of norm 0: no division by it.
  assert.deepEqual(await variables.read(), await begin(tf).read());
});
