import assert from "node:assert/strict";
import fc from "fast-check";
import { itemLosses, worst } from "../../../src/engine/inspect/losses.ts";
import { predictionsOf } from "./_predictions.ts";

Deno.test("itemLosses() is -log p of a class, summed over tags, and squared for numbers", () => {
  const outputs = [[0.25, 0.75], [0.5, 0.5]];
  assert.deepEqual(
    itemLosses(predictionsOf("category", outputs, [[1, 0], [0, 1]])),
    [-Math.log(0.25), -Math.log(0.5)],
  );
  assert.deepEqual(
    itemLosses(predictionsOf("tags", outputs, [[1, 0], [1, 1]])),
    [-2 * Math.log(0.25), -2 * Math.log(0.5)],
  );
  assert.deepEqual(
    itemLosses(predictionsOf("quantity", [[3], [1]], [[1], [1]])),
    [4, 0],
  );
});

Deno.test("itemLosses() stays finite where a model is surely wrong", () => {
  const [loss = NaN] = itemLosses(
    predictionsOf("category", [[0, 1]], [[1, 0]]),
  );
  assert.ok(Number.isFinite(loss) && loss > 20);
});

Deno.test("worst() gives the largest first, what is no number before all, of equals the first", () => {
  assert.deepEqual(worst([1, 3, NaN, 3, 2], 4), [2, 1, 3, 4]);
  assert.deepEqual(worst([], 4), []);
  fc.assert(
    fc.property(fc.array(fc.double()), fc.nat(20), (losses, limit) => {
      const rows = worst(losses, limit);
      assert.equal(rows.length, Math.min(limit, losses.length));
      assert.equal(new Set(rows).size, rows.length);
    }),
    { seed: 1 },
  );
});
