import assert from "node:assert/strict";
import {
  ago,
  duration,
  figure,
  rateText,
} from "../../../../src/app/dashboard/page/text.mjs";
import {
  rangeOf,
  thinned,
  ticksOf,
} from "../../../../src/app/dashboard/page/chart.mjs";
import * as terminal from "../../../../src/app/format.ts";

Deno.test("the page writes numbers and times as the terminal does", () => {
  for (
    const value of [
      0,
      0.04,
      0.0625,
      9.94,
      9.96,
      59.6,
      60,
      3599.7,
      12345.6,
      -3,
      NaN,
      Infinity,
    ]
  ) {
    assert.equal(figure(value), terminal.figure(value), String(value));
    if (value < 0) continue;
    assert.equal(duration(value), terminal.duration(value), String(value));
  }
  assert.equal(figure(null), "none");
});

Deno.test("the page writes rates short, and times as people say them", () => {
  assert.deepEqual(
    [0, 0.005, 0.00001234, 1e30].map(rateText),
    ["0", "0.005", "1.23e-5", "1e+30"],
  );
  const now = Date.parse("2026-11-27T12:00:00Z");
  assert.equal(ago("2026-11-27T12:00:09Z", now), "just now");
  assert.equal(ago("2026-11-27T11:55:00Z", now), "5 min ago");
  assert.equal(ago("2026-11-27T09:00:00Z", now), "3 h ago");
  // The day is that of whoever looks.
  const noon = new Date(2026, 10, 20, 12).toISOString();
  assert.equal(ago(noon, now), "20 Nov");
});

Deno.test("charts have room for what is a number, and round ticks", () => {
  assert.deepEqual(rangeOf([NaN, Infinity]), [0, 1]);
  assert.deepEqual(rangeOf([]), [0, 1]);
  const [low = NaN, high = NaN] = rangeOf([2, NaN]);
  assert.ok(low < 2 && high > 2);
  assert.equal(rangeOf([0, 1])[0], 0);
  assert.deepEqual(ticksOf(0, 1, 4), [0, 0.5, 1]);
  assert.deepEqual(ticksOf(0, 300, 8), [0, 50, 100, 150, 200, 250, 300]);
  assert.deepEqual(ticksOf(3, 3, 4), [3]);
  const points = Array.from({ length: 9000 }, (_, at) => [at, at]);
  const kept = thinned(points);
  assert.equal(kept.length, 500);
  assert.deepEqual([kept[0], kept.at(-1)], [[0, 0], [8999, 8999]]);
});
