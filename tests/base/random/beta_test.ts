import assert from "node:assert/strict";
import { beta } from "../../../src/base/random/beta.ts";
import { stream } from "../../../src/base/random/stream.ts";

const COUNT = 50_000;

function draws(first: number, second: number, seed = 1): Float64Array {
  const random = stream(seed, "beta", first, second);
  return Float64Array.from(
    { length: COUNT },
    () => beta(random, first, second),
  );
}

function mean(values: Float64Array): number {
  return values.reduce((sum, each) => sum + each) / values.length;
}

for (
  const [a, b] of [[0.4, 0.4], [1, 1], [0.2, 3], [2, 5], [30, 30]] as const
) {
  Deno.test(`beta() of ${a} and ${b} has the mean and variance of its formula`, () => {
    const values = draws(a, b);
    assert.ok(values.every((value) => value >= 0 && value <= 1));
    const middle = mean(values);
    const variance = mean(values.map((value) => (value - middle) ** 2));
    const expected = a * b / ((a + b) ** 2 * (a + b + 1));
    // Five deviations of the mean; a tenth is more than five of the variance.
    const ofMean = 5 * Math.sqrt(expected / COUNT);
    assert.ok(Math.abs(middle - a / (a + b)) < ofMean, `mean ${middle}`);
    assert.ok(Math.abs(variance / expected - 1) < 0.1, `${variance}`);
  });
}

Deno.test("beta() of 0.5 and 0.5 follows the arcsine law", () => {
  // P(x < 0.25) = 2 / pi asin(sqrt(0.25)) = 1 / 3
  const below = draws(0.5, 0.5).filter((value) => value < 0.25).length / COUNT;
  assert.ok(Math.abs(below - 1 / 3) < 0.0106, `${below}`);
});

Deno.test("beta() of tiny shapes draws 0 or 1, never what is no number", () => {
  const values = draws(1e-6, 1e-6);
  assert.ok(values.every((value) => value < 1e-3 || value > 1 - 1e-3));
  assert.ok(Math.abs(mean(values) - 0.5) < 0.012);
});

Deno.test("beta() of large equal shapes draws the middle", () => {
  const values = draws(1e8, 1e8).subarray(0, 100);
  assert.ok(values.every((value) => Math.abs(value - 0.5) < 1e-3));
});

Deno.test("beta() draws the same from the same stream", () => {
  assert.deepEqual(
    draws(0.4, 0.4).subarray(0, 9),
    draws(0.4, 0.4).subarray(0, 9),
  );
  assert.notEqual(draws(0.4, 0.4, 1)[0], draws(0.4, 0.4, 2)[0]);
});

Deno.test("beta() refuses a shape of 0", () => {
  assert.throws(() => beta(stream(1), 0, 1), RangeError);
  assert.throws(() => beta(stream(1), 1, 0), RangeError);
});
