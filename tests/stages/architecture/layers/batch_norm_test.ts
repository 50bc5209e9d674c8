import assert from "node:assert/strict";
import { batchNorm } from "../../../../src/stages/architecture/layers/batch_norm.ts";
import { runLayer } from "../_networks.ts";

function assertNear(actual: readonly number[], expected: readonly number[]) {
  assert.equal(actual.length, expected.length);
  expected.forEach((each, at) =>
    assert.ok(
      Math.abs((actual[at] ?? NaN) - each) < 2e-6 * Math.max(1, Math.abs(each)),
      `[${actual}] is not [${expected}]`,
    )
  );
}

Deno.test("batchNorm() in training divides by the biased deviation of the batch", () => {
  const { output, updates } = runLayer(batchNorm(), [0, 2], [2, 1], {
    training: true,
  });
  const one = 1 / Math.sqrt(1 + 1e-5);
  assertNear(output, [-one, one]);
  // A tenth of the batch: mean 1, unbiased variance 2.
  assertNear(updates.get("it.running_mean") ?? [], [0.1]);
  assertNear(updates.get("it.running_var") ?? [], [0.9 + 0.2]);
});

Deno.test("batchNorm() in training counts every pixel of a channel", () => {
  const values = [1, 10, 3, 10, 5, 10, 7, 10]; // [1, 2, 2, 2]
  const { output, updates } = runLayer(batchNorm(), values, [1, 2, 2, 2], {
    training: true,
    values: { running_mean: [2, 0], running_var: [3, 1] },
  });
  const scale = 1 / Math.sqrt(5 + 1e-5); // of 1, 3, 5, 7: 9 + 1 + 1 + 9 over 4
  assertNear(output, [-3, 0, -1, 0, 1, 0, 3, 0].map((each) => each * scale));
  assertNear(updates.get("it.running_mean") ?? [], [1.8 + 0.4, 1]);
  assertNear(updates.get("it.running_var") ?? [], [2.7 + 2 / 3, 0.9]);
});

Deno.test("batchNorm() afterwards uses running statistics, scale and shift", () => {
  const { output, updates } = runLayer(batchNorm(), [5, 5, 1, 1], [2, 2], {
    values: {
      weight: [2, 1],
      bias: [0.5, 0],
      running_mean: [1, 5],
      running_var: [4, 0.25],
    },
  });
  const [wide, narrow] = [2 / Math.sqrt(4 + 1e-5), 1 / Math.sqrt(0.25 + 1e-5)];
  assertNear(output, [4 * wide + 0.5, 0, 0.5, -4 * narrow]);
  assert.equal(updates.size, 0);
});

Deno.test("batchNorm() of one value a channel gives its shift, and keeps its variance finite", () => {
  const { output, updates } = runLayer(batchNorm(0.25), [7, -3], [1, 2], {
    training: true,
  });
  assertNear(output, [0.25, 0.25]);
  assertNear(updates.get("it.running_var") ?? [], [0.9, 0.9]);
});

Deno.test("batchNorm() starts as no change, with the shift that it is told", () => {
  const { placed } = runLayer(batchNorm(1e-3), [1, 2], [1, 2]);
  assert.deepEqual(
    placed.variables.map(({ name, role, init }) => [
      name,
      role,
      [...init(undefined as never)],
    ]),
    [
      ["it.weight", "norm", [1, 1]],
      ["it.bias", "norm", [Math.fround(1e-3), Math.fround(1e-3)]],
      ["it.running_mean", "statistic", [0, 0]],
      ["it.running_var", "statistic", [1, 1]],
    ],
  );
});
