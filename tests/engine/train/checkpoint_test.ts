import assert from "node:assert/strict";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import {
  decodeCheckpoint,
  encodeCheckpoint,
} from "../../../src/engine/train/checkpoint.ts";
import { Optimizer } from "../../../src/engine/train/optimizer.ts";
import { SmoothedLoss } from "../../../src/engine/train/smoothed_loss.ts";
import { startValues, Variables } from "../../../src/engine/train/variables.ts";
import type { VariableSpec } from "../../../src/flow/stage/architecture.ts";

const SPECS: readonly VariableSpec[] = ["a/kernel:0", "mean/b"].map((name) => ({
  name,
  shape: [2, 2],
  role: "weight",
  group: 0,
  init: (random) => Float32Array.from({ length: 4 }, () => random.normal()),
}));

Deno.test("decodeCheckpoint() gives back every bit that encodeCheckpoint() was given", async () => {
  const device = await openDevice({ backend: "cpu" });
  const { tf } = device;
  const before = device.memory().tensors;
  const variables = new Variables(tf, SPECS, startValues(SPECS, undefined, 1));
  const optimizer = new Optimizer(tf, { weightDecay: 0 });
  const gradient = tf.tensor2d([[1e-30, -0.1], [NaN, 3]]);
  optimizer.step(
    variables,
    SPECS,
    {
      [variables.get("mean/b").name]: gradient,
    },
    { rates: [0.1], momentum: 0.9 },
    1,
  );
  const smoothed = new SmoothedLoss();
  smoothed.add(1 / 3);
  const values = await variables.read();
  const memory = await optimizer.read();
  const bytes = await encodeCheckpoint(variables, optimizer, smoothed, 7);
  assert.deepEqual(decodeCheckpoint(bytes), {
    variables: values,
    optimizer: memory,
    smoothed: smoothed.state,
    step: 7,
  });
  assert.deepEqual(memory.steps, { "mean/b": 1 });
  tf.dispose(gradient);
  optimizer.reset();
  variables.dispose();
  assert.equal(device.memory().tensors, before);
});

Deno.test("Variables refuses a network whose values are not all there", async () => {
  const { tf } = await openDevice({ backend: "cpu" });
  assert.throws(() => new Variables(tf, SPECS, new Map()), {
    name: "TypeError",
    message: 'Cannot make variable "a/kernel:0": no values',
  });
});

Deno.test("startValues() draws for each variable by its name, and takes trained values before", () => {
  const drawn = startValues(SPECS, undefined, 1);
  const trained = new Map([["mean/b", new Float32Array([1, 2, 3, 4])]]);
  const start = startValues(SPECS.toReversed(), trained, 1);
  assert.deepEqual(start.get("a/kernel:0"), drawn.get("a/kernel:0"));
  assert.deepEqual(start.get("mean/b"), trained.get("mean/b"));
  assert.notDeepEqual(drawn.get("mean/b"), drawn.get("a/kernel:0"));
  assert.notDeepEqual(
    startValues(SPECS, undefined, 2).get("mean/b"),
    drawn.get("mean/b"),
  );
});
