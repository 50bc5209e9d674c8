import assert from "node:assert/strict";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { trainingForward } from "../../../src/engine/train/forward.ts";
import { fixedCut, withFrozenNorms } from "../../../src/engine/train/frozen.ts";
import { trainableOf, Variables } from "../../../src/engine/train/variables.ts";
import { activation, body } from "./_frozen_networks.ts";

const device = await openDevice({ backend: "cpu" });
const { tf } = device;

const frozen = { firstTrainable: 1, freezesNorms: true } as const;

Deno.test("withFrozenNorms() normalises by running statistics, which stay", () => {
  const network = body([activation("norm", 0), activation("norm", 1)]);
  const values = new Map(
    Object.entries({
      "0.weight": [2],
      "0.bias": [1],
      "0.running_mean": [3],
      "0.running_var": [4],
      "1.weight": [1],
      "1.bias": [0],
      "1.running_mean": [0],
      "1.running_var": [1],
    }).map(([name, numbers]) => [name, Float32Array.from(numbers)]),
  );
  const variables = new Variables(tf, network.variables, values);
  const forward = withFrozenNorms(
    trainingForward(tf, variables, { seed: 1, step: 0 }),
    network.variables,
    frozen,
  );
  const x = tf.tensor2d([5, 9], [2, 1]);
  const cut = fixedCut(network, frozen);
  assert.ok(cut);
  const features = tf.tidy(() => cut.before(forward, { x }));
  // (5 - 3) / 2 * 2 + 1 and (9 - 3) / 2 * 2 + 1; epsilon is 1e-5 of 4.
  const [first = NaN, second = NaN] = features.dataSync();
  assert.ok(Math.abs(first - 3) < 1e-5);
  assert.ok(Math.abs(second - 7) < 2e-5);
  // The second norm learns: two numbers apart become -1 and 1.
  const outputs = tf.tidy(() => network.forward(forward, { x }));
  const [low = NaN, high = NaN] = outputs.dataSync();
  assert.ok(Math.abs(low + 1) < 1e-5);
  assert.ok(Math.abs(high - 1) < 1e-5);
  const now = (name: string) => variables.get(name).dataSync()[0] ?? NaN;
  assert.deepEqual([now("0.running_mean"), now("0.running_var")], [3, 4]);
  assert.ok(Math.abs(now("1.running_mean") - 0.5) < 1e-5);
  assert.throws(
    () => forward.update("0.running_mean", features, { keep: 0.9, take: 0.1 }),
    /^TypeError: Cannot update "0.running_mean": its norm is frozen/,
  );
  tf.dispose([x, features, outputs]);
  variables.dispose();
});

Deno.test("trainableOf() leaves norms of frozen groups out only if they are frozen", () => {
  const { variables } = body([activation("norm", 0), activation("norm", 1)]);
  const names = (freezesNorms?: boolean) =>
    trainableOf(variables, 1, freezesNorms).map(({ name }) => name);
  assert.deepEqual(names(true), ["1.weight", "1.bias"]);
  assert.deepEqual(names(), ["0.weight", "0.bias", "1.weight", "1.bias"]);
});

Deno.test("fixedCut() cuts where norms before are frozen, or there are none", () => {
  const normed = body([activation("norm", 0), activation("linear", 1)]);
  assert.ok(fixedCut(normed, frozen));
  assert.equal(fixedCut(normed, { firstTrainable: 1 }), undefined);
  assert.equal(fixedCut(normed, { firstTrainable: 0 }), undefined);
  const plain = body([activation("linear", 0), activation("norm", 1)]);
  assert.ok(fixedCut(plain, { firstTrainable: 1 }));
  // A network that does not say where it may be cut.
  assert.equal(fixedCut({}, frozen), undefined);
});
