import assert from "node:assert/strict";
import { ratePlot } from "../../../src/app/figure/rate_plot.ts";
import { ratesText } from "../../../src/app/figure/rates_text.ts";
import { plot } from "../_plots.ts";

Deno.test("ratesText() keeps to the width of the screen", () => {
  for (const columns of [40, 80, 100, 300]) {
    const lines = ratesText(plot, columns);
    assert.equal(lines.length, 17);
    for (const line of lines) {
      assert.ok(line.length <= Math.min(columns, 100), `${columns}: ${line}`);
    }
  }
});

Deno.test("ratesText() draws a falling line from left to right", () => {
  const rates = [1e-3, 1e-2, 1e-1, 1];
  const falling = ratePlot({ rates, losses: [4, 3, 2, 1] }, null);
  assert.ok(falling);
  const lines = ratesText(falling, 60);
  const rows = lines.filter((line) => /[┤│]/.test(line))
    .map((line) => line.slice(line.search(/[┤│]/) + 1));
  const firstDot = (row: string) => row.search(/[\u2801-\u28ff]/);
  const starts = rows.map(firstDot).filter((at) => at >= 0);
  assert.ok(starts.length >= 12);
  assert.deepEqual(starts, starts.toSorted((a, b) => a - b));
  assert.equal(starts[0], 0);
  assert.match(lines.join("\n"), /\n +3\.0? ┤|\n +3 ┤/);
});

Deno.test("ratesText() sets powers below the axis, and letters below their rates", () => {
  const lines = ratesText(plot, 80);
  const [axis = "", powers = "", letters = ""] = lines.slice(-3);
  for (const [text, half] of [["1e-6", 2], ["0.01", 2], ["0.1", 1]] as const) {
    const at = powers.indexOf(` ${text} `) + 1 + half;
    assert.equal(axis[at], "┴", text);
  }
  assert.deepEqual([...letters.replaceAll(" ", "")].sort(), [
    "L",
    "M",
    "S",
    "V",
  ]);
});
