import assert from "node:assert/strict";
import fc from "fast-check";
import {
  calibrationOf,
  forecastsOf,
} from "../../../src/engine/inspect/calibration.ts";
import { predictionsOf } from "./_predictions.ts";

const forecast = fc.record({
  probability: fc.double({ min: 0, max: 1, noNaN: true }),
  right: fc.boolean(),
});

Deno.test("calibrationOf() weighs how far each bin is off by its items", () => {
  const { bins, error } = calibrationOf([
    { probability: 0.25, right: false },
    { probability: 0.5, right: true },
    { probability: 0.75, right: true },
    { probability: 1, right: false },
  ], 2);
  // (0, 0.5]: sure 0.375, right 0.5; (0.5, 1]: sure 0.875, right 0.5.
  assert.deepEqual(bins, [
    { from: 0, to: 0.5, count: 2, confidence: 0.375, accuracy: 0.5 },
    { from: 0.5, to: 1, count: 2, confidence: 0.875, accuracy: 0.5 },
  ]);
  assert.equal(error, 0.5 * 0.125 + 0.5 * 0.375);
});

Deno.test("calibrationOf() puts 0 into the first bin and leaves empty ones empty", () => {
  const { bins, error } = calibrationOf([{ probability: 0, right: false }]);
  assert.deepEqual(bins.map(({ count }) => count), [1, ...Array(9).fill(0)]);
  assert.ok(Number.isNaN(bins[5]?.accuracy));
  assert.equal(error, 0);
  assert.ok(Number.isNaN(calibrationOf([]).error));
});

Deno.test("a calibration holds every forecast once, and its error is between 0 and 1", () => {
  fc.assert(
    fc.property(
      fc.array(forecast, { minLength: 1 }),
      fc.integer({ min: 1, max: 20 }),
      (forecasts, count) => {
        const { bins, error } = calibrationOf(forecasts, count);
        assert.equal(bins.length, count);
        const held = bins.reduce((sum, bin) => sum + bin.count, 0);
        assert.equal(held, forecasts.length);
        assert.ok(error >= 0 && error <= 1);
        for (const { from, to, count, confidence } of bins) {
          if (count === 0) continue;
          assert.ok(confidence >= from - 1e-9 && confidence <= to + 1e-9);
        }
      },
    ),
    { seed: 1 },
  );
});

Deno.test("forecastsOf() has one of each item, one of each tag, and none of numbers", () => {
  const outputs = [[0.75, 0.25], [0.5, 0.5]];
  const targets = [[0, 1], [1, 0]];
  assert.deepEqual(forecastsOf(predictionsOf("category", outputs, targets)), [
    { probability: 0.75, right: false },
    { probability: 0.5, right: true },
  ]);
  assert.deepEqual(forecastsOf(predictionsOf("tags", outputs, targets)), [
    { probability: 0.75, right: false },
    { probability: 0.25, right: true },
    { probability: 0.5, right: true },
    { probability: 0.5, right: false },
  ]);
  assert.deepEqual(forecastsOf(predictionsOf("quantity", [[1]], [[2]])), []);
});
