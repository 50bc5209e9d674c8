import assert from "node:assert/strict";
import { ratePlot } from "../../../src/app/figure/rate_plot.ts";
import { plot, trial } from "../_plots.ts";

Deno.test("ratePlot() marks suggestions on the curve", () => {
  assert.deepEqual(plot.marks.map(({ name }) => name), [
    "valley",
    "steep",
    "minimum",
    "slide",
  ]);
  for (const { rate, loss = NaN } of plot.marks) {
    const real = 1 - 0.6 * Math.tanh(rate * 20) + rate ** 2 * 2;
    assert.ok(Math.abs(loss - real) < 1e-3, `${rate}: ${loss}, not ${real}`);
  }
});

Deno.test("ratePlot() shows the fall, and half of its height of the rise", () => {
  const lowest = Math.min(...trial.losses);
  const fall = 1 - lowest;
  assert.ok(plot.lowestLoss < lowest && plot.lowestLoss > lowest - fall);
  assert.ok(plot.highestLoss > 1 && plot.highestLoss < 1 + fall);
  assert.equal(plot.losses.length, 100);
});

Deno.test("ratePlot() draws up to the first loss that is not a number", () => {
  const losses = [3, 2, 1, NaN];
  const rates = [0.1, 0.2, 0.3, 0.4];
  const cut = ratePlot({ rates, losses }, null);
  assert.deepEqual(cut?.losses, [3, 2, 1]);
  assert.equal(cut?.highestRate, 0.3);
  assert.deepEqual(cut?.marks, []);
});

Deno.test("ratePlot() draws no single point, and a flat curve with some room", () => {
  assert.equal(ratePlot({ rates: [1], losses: [1] }, null), undefined);
  assert.equal(ratePlot({ rates: [], losses: [] }, null), undefined);
  const flat = ratePlot({ rates: [1, 2, 4], losses: [0, 0, 0] }, null);
  assert.ok(flat && flat.lowestLoss < 0 && flat.highestLoss > 0);
});

Deno.test("ratePlot() marks nothing where the curve does not reach", () => {
  const at = { rate: 0.01, point: { rate: 0.1, loss: 1 } };
  const marks = ratePlot({ rates: [0.1, 1], losses: [1, 2] }, {
    valley: { ...at, rate: 0.1 },
    steep: null,
    minimum: at,
    slide: { ...at, rate: 1 },
  })?.marks;
  assert.deepEqual(marks?.map(({ name, loss }) => [name, loss]), [
    ["valley", 1],
    ["minimum", undefined],
    ["slide", 2],
  ]);
});
