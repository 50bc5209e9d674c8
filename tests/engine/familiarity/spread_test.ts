import assert from "node:assert/strict";
import {
  familiarityOf,
  unlikeness,
} from "../../../src/engine/familiarity/familiarity.ts";
import {
  spreadOf,
  standardized,
} from "../../../src/engine/familiarity/spread.ts";

Deno.test("columns are brought to mean 0 and deviation 1, equal ones to 0", () => {
  const rows = Float32Array.of(1, 7, 3, 7, 5, 7);
  const spread = spreadOf(rows, 2);
  // Of 1, 3, 5: the mean is 3, the variance 8/3.
  assert.deepEqual(spread.mean, [3, 7]);
  assert.ok(Math.abs(spread.deviation[0]! - Math.sqrt(8 / 3)) < 1e-6);
  assert.equal(spread.deviation[1], 1);
  const made = standardized(rows, spread);
  [-1.2247449, 0, 0, 0, 1.2247449, 0].forEach((value, at) =>
    assert.ok(Math.abs(made[at]! - value) < 1e-6)
  );
});

Deno.test("a column of small numbers counts as much as one of large ones", () => {
  // The second follows the first; together they make one line.
  const line = (count: number, phase: number) =>
    Float32Array.from({ length: 2 * count }, (_, at) => {
      const place = Math.sin(12.9898 * (at >> 1) + phase);
      return at % 2 === 0 ? 1000 * place : 0.001 * place;
    });
  const features = {
    columns: 2,
    apart: true,
    train: line(60, 0),
    valid: line(40, 0.3),
  };
  const familiarity = familiarityOf({ features }, 40, 0.05);
  const flag = (...row: number[]) =>
    unlikeness(familiarity, Float32Array.from(row)).flag;
  assert.equal(flag(500, 0.0005), false);
  assert.equal(flag(500, -0.0005), true);
});
