import assert from "node:assert/strict";
import { calibrate, judge } from "../../../src/engine/familiarity/calibrate.ts";

Deno.test("the share that is told of validation items is beyond the threshold", () => {
  for (const [count, share] of [[100, 0.05], [74, 0.05], [20, 0.05]] as const) {
    const distances = Array.from(
      { length: count },
      (_, at) => (at * 7) % count,
    );
    const calibrated = calibrate(distances, share);
    const flagged = distances
      .filter((each) => judge(calibrated, each).flag).length;
    assert.equal(flagged, Math.floor(count * share));
  }
});

Deno.test("too few validation items set no threshold, and that is said", () => {
  for (const distances of [[], [0.5], [0.5, 0.7], Array(19).fill(0.1)]) {
    const calibrated = calibrate(distances, 0.05);
    const { flag, threshold, percentile } = judge(calibrated, 2);
    assert.equal(flag, null);
    assert.equal(threshold, null);
    assert.equal(percentile, distances.length === 0 ? null : 100);
  }
});

Deno.test("what is as far as all others is not unlike them", () => {
  const calibrated = calibrate(Array(40).fill(0), 0.05);
  // Rounding on another device makes as much.
  const same = judge(calibrated, 1e-6);
  assert.deepEqual([same.flag, same.percentile], [false, 0]);
  assert.equal(judge(calibrated, 0.1).flag, true);
});

Deno.test("a percentile counts the validation items that are nearer", () => {
  const calibrated = calibrate([0.4, 0.1, 0.3, 0.2], 0.05);
  assert.equal(judge(calibrated, 0.25).percentile, 50);
  assert.equal(judge(calibrated, 0).percentile, 0);
  assert.equal(judge(calibrated, 1).percentile, 100);
});
