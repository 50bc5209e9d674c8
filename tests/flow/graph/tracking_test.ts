import assert from "node:assert/strict";
import {
  bestEpoch,
  improvements,
  plateaus,
  stopsAfter,
} from "../../../src/flow/graph/tracking.ts";

const lower = { better: "lower", minDelta: 0 } as const;
const higher = { better: "higher", minDelta: 0 } as const;

Deno.test("improvements() are figures better than all before them", () => {
  assert.deepEqual(
    improvements([3, 2, 2, 2.5, 1], lower),
    [true, true, false, false, true],
  );
  assert.deepEqual(
    improvements([3, 2, 4, 4, 5], higher),
    [true, false, true, false, true],
  );
  assert.deepEqual(improvements([], lower), []);
});

Deno.test("improvements() must be by more than the least difference", () => {
  assert.deepEqual(
    improvements([3, 2.5, 2.25, 1.5], { better: "lower", minDelta: 0.5 }),
    // 2.25 is held against 3: what did not count is not the best.
    [true, false, true, true],
  );
  assert.deepEqual(
    improvements([1, 1.5, 1.75], { better: "higher", minDelta: 0.5 }),
    [true, false, true],
  );
});

Deno.test("improvements() are never figures that are no numbers", () => {
  for (const rule of [lower, higher]) {
    assert.deepEqual(
      improvements([NaN, 1, NaN, 1], rule),
      [false, true, false, false],
    );
    const end = rule === lower ? Infinity : -Infinity;
    assert.deepEqual(improvements([end], rule), [false]);
  }
});

Deno.test("stopsAfter() counts epochs since the last better one", () => {
  const improved = [true, false, true, false, false, false];
  assert.equal(stopsAfter(improved, 1), 2);
  assert.equal(stopsAfter(improved, 2), 5);
  assert.equal(stopsAfter(improved, 3), 6);
  assert.equal(stopsAfter(improved, 4), undefined);
  assert.equal(stopsAfter([], 1), undefined);
});

Deno.test("plateaus() begin to count anew after each", () => {
  const improved = [true, false, false, false, false, true, false];
  assert.equal(plateaus(improved, 1), 5);
  assert.equal(plateaus(improved, 2), 2);
  assert.equal(plateaus(improved, 3), 1);
  assert.equal(plateaus(improved, 5), 0);
});

Deno.test("bestEpoch() is the last better one, if there is any", () => {
  assert.equal(bestEpoch([true, false, true, false]), 3);
  assert.equal(bestEpoch([false, false]), undefined);
  assert.equal(bestEpoch([]), undefined);
});
