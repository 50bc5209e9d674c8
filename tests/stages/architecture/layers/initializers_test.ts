import assert from "node:assert/strict";
import { stream } from "../../../../src/base/random/stream.ts";
import {
  embeddingNormal,
  filled,
  kaimingNormal,
  torchUniform,
} from "../../../../src/stages/architecture/layers/initializers.ts";
import { convolution } from "../../../../src/stages/architecture/layers/convolution.ts";
import { linear } from "../../../../src/stages/architecture/layers/linear.ts";
import { spread } from "../_networks.ts";

const random = () => stream(1, "init");

/** Within 3 % of a deviation: over 4 of its own deviations, of 10 000 draws. */
function assertSpread(values: Float32Array, deviation: number) {
  const { mean, deviation: actual } = spread(values);
  assert.ok(Math.abs(mean) < deviation * 0.05, `mean ${mean}`);
  assert.ok(
    Math.abs(actual / deviation - 1) < 0.03,
    `${actual}, not ${deviation}`,
  );
}

Deno.test("kaimingNormal() scales by what a weight reads, or by what it feeds", () => {
  const shape = [3, 3, 20, 80];
  assertSpread(kaimingNormal("in")(random(), shape), Math.sqrt(2 / 180));
  assertSpread(kaimingNormal("out")(random(), shape), Math.sqrt(2 / 720));
  assertSpread(kaimingNormal("in")(random(), [50, 200]), Math.sqrt(2 / 50));
  assertSpread(kaimingNormal("out")(random(), [50, 200]), Math.sqrt(2 / 200));
});

Deno.test("torchUniform() keeps within one over the root of the inputs", () => {
  const values = torchUniform(25)(random(), [25, 400]);
  assert.ok(values.every((each) => Math.abs(each) <= Math.fround(0.2)));
  assertSpread(values, 0.2 / Math.sqrt(3));
});

Deno.test("embeddingNormal() is a normal cut at two, times 0.01", () => {
  const values = embeddingNormal()(random(), [100, 100]);
  assert.ok(values.every((each) => Math.abs(each) < 0.02));
  // Of |z| below 2 unchanged, above it folded back to near 0.
  const { mean, deviation } = spread(values);
  assert.ok(Math.abs(mean) < 5e-4);
  assert.ok(deviation > 0.0083 && deviation < 0.0092, `${deviation}`);
});

Deno.test("filled() gives one value everywhere, in a shape of any rank", () => {
  assert.deepEqual(filled(2)(random(), [2, 2]), new Float32Array(4).fill(2));
  assert.deepEqual(filled(1)(random(), []), new Float32Array(1).fill(1));
});

Deno.test("convolution() starts by its outputs as in torchvision, linear() by its inputs as in fastai", () => {
  const place = { name: "it", group: 0 };
  const [kernel] = convolution({ channels: 80, kernel: 3 })({
    ...place,
    input: [8, 8, 20],
  }).variables;
  assertSpread(kernel!.init(random()), Math.sqrt(2 / 720));
  const [weight, bias] = linear({ units: 200, bias: true })({
    ...place,
    input: [50],
  }).variables;
  assertSpread(weight!.init(random()), Math.sqrt(2 / 50));
  const bound = 1 / Math.sqrt(50);
  assert.ok(bias!.init(random()).every((each) => Math.abs(each) <= bound));
  assert.deepEqual(bias!.shape, [200]);
});
