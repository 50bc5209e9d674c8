import assert from "node:assert/strict";
import fc from "fast-check";
import {
  histogram,
  residualsOf,
} from "../../../src/engine/inspect/residuals.ts";

Deno.test("residualsOf() tells the mean, the mean size and what is explained", () => {
  const found = residualsOf({
    outputs: Float32Array.of(2, 2, 5, 7),
    targets: Float32Array.of(1, 3, 5, 7),
  });
  // Around the mean of 4 the squares are 9 + 1 + 1 + 9; 2 are left.
  assert.deepEqual(found, {
    values: [1, -1, 0, 0],
    mean: 0,
    meanAbsolute: 0.5,
    explained: 1 - 2 / 20,
  });
  const flat = Float32Array.of(3, 3);
  assert.ok(
    Number.isNaN(residualsOf({ outputs: flat, targets: flat }).explained),
  );
});

Deno.test("histogram() counts every finite value once, the largest in the last bin", () => {
  assert.deepEqual(histogram([0, 1, 1.5, 4, NaN, Infinity], 2), [
    { from: 0, to: 2, count: 3 },
    { from: 2, to: 4, count: 1 },
  ]);
  assert.deepEqual(histogram([7, 7], 5), [{ from: 7, to: 7, count: 2 }]);
  assert.deepEqual(histogram([NaN], 5), []);
  // Nothing is between the one and the other.
  for (const [from, to] of [[-5e-324, 0], [1e6, 1e6 + 2 ** -33]] as const) {
    assert.deepEqual(histogram([to, from], 30), [{ from, to, count: 2 }]);
  }
  // One begins at 0, however far the others go.
  const edges = histogram([-13.7, 4.1, 30], 9).map(({ from }) => from);
  assert.deepEqual(edges, [-15, -10, -5, 0, 5, 10, 15, 20, 25]);
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true })),
      fc.integer({ min: 1, max: 30 }),
      (values, count) => {
        const held = histogram(values, count)
          .reduce((sum, bin) => sum + bin.count, 0);
        assert.equal(held, values.length);
        assert.ok(histogram(values, count).length <= count + 1);
      },
    ),
    { seed: 1 },
  );
});
