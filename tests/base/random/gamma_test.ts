import assert from "node:assert/strict";
import { logGamma } from "../../../src/base/random/gamma.ts";
import { stream } from "../../../src/base/random/stream.ts";

const COUNT = 50_000;

function draws(shape: number, seed = 1): Float64Array {
  const random = stream(seed, "gamma", shape);
  return Float64Array.from({ length: COUNT }, () => logGamma(random, shape));
}

function mean(values: Float64Array): number {
  return values.reduce((sum, each) => sum + each) / values.length;
}

for (const shape of [0.1, 0.4, 0.99, 1, 1.5, 4, 50]) {
  Deno.test(`logGamma() of shape ${shape} has mean and variance ${shape}`, () => {
    const values = draws(shape).map(Math.exp);
    const middle = mean(values);
    const variance = mean(values.map((value) => (value - middle) ** 2));
    // Five deviations of either; the fourth moment is 3 shape^2 + 6 shape.
    const ofMean = 5 * Math.sqrt(shape / COUNT);
    const ofVariance = 5 * Math.sqrt((2 * shape ** 2 + 6 * shape) / COUNT);
    assert.ok(Math.abs(middle - shape) < ofMean, `mean ${middle}`);
    assert.ok(Math.abs(variance - shape) < ofVariance, `variance ${variance}`);
  });
}

Deno.test("logGamma() of shape 1 is exponential", () => {
  const above = draws(1).filter((log) => Math.exp(log) > 2).length / COUNT;
  assert.ok(Math.abs(above - Math.exp(-2)) < 0.008, `${above}`);
});

Deno.test("logGamma() stays finite where the draw itself rounds to 0", () => {
  const values = draws(1e-4);
  assert.ok(values.every(Number.isFinite));
  assert.ok(Math.exp(Math.min(...values)) === 0);
});

Deno.test("logGamma() of a large shape lies near its logarithm", () => {
  for (const log of draws(1e8).subarray(0, 100)) {
    assert.ok(Math.abs(log - Math.log(1e8)) < 1e-3);
  }
});

Deno.test("logGamma() draws the same from the same stream", () => {
  assert.deepEqual(draws(0.4).subarray(0, 9), draws(0.4).subarray(0, 9));
  assert.notDeepEqual(draws(0.4, 1).at(0), draws(0.4, 2).at(0));
});

Deno.test("logGamma() refuses shapes that are none", () => {
  for (const shape of [0, -1, Number.NaN, Infinity]) {
    assert.throws(() => logGamma(stream(1), shape), {
      name: "RangeError",
      message:
        `Cannot draw from a gamma distribution of shape ${shape}: the shape must be a finite number above 0`,
    });
  }
});
