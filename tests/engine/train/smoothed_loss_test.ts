import assert from "node:assert/strict";
import { SmoothedLoss } from "../../../src/engine/train/smoothed_loss.ts";

Deno.test("SmoothedLoss is the first loss at first, then leans to the latest", () => {
  const smoothed = new SmoothedLoss();
  assert.ok(Number.isNaN(smoothed.value));
  smoothed.add(3);
  assert.ok(Math.abs(smoothed.value - 3) < 1e-12);
  smoothed.add(1);
  // (0.98 * 0.02 * 3 + 0.02 * 1) / (1 - 0.98^2)
  assert.ok(Math.abs(smoothed.value - 0.0788 / 0.0396) < 1e-12);
});

Deno.test("SmoothedLoss goes on from its state", () => {
  const unbroken = new SmoothedLoss();
  unbroken.add(0.7);
  const resumed = new SmoothedLoss(unbroken.state);
  for (const each of [unbroken, resumed]) each.add(0.4);
  assert.deepEqual(resumed.state, unbroken.state);
  assert.equal(resumed.value, unbroken.value);
});
