import assert from "node:assert/strict";
import {
  linearTicks,
  powerTicks,
  rateText,
} from "../../../src/app/figure/ticks.ts";

const texts = (ticks: readonly { readonly text: string }[]) =>
  ticks.map(({ text }) => text);

Deno.test("rateText() keeps three digits, as one would type them", () => {
  const cases = [
    [0.0020892961, "0.00209"],
    [1.2022644e-7, "1.2e-7"],
    [1, "1"],
    [10, "10"],
    [0.001, "0.001"],
    [0.000999, "9.99e-4"],
  ] as const;
  for (const [rate, text] of cases) assert.equal(rateText(rate), text);
});

Deno.test("linearTicks() are round numbers within the range", () => {
  assert.deepEqual(texts(linearTicks(0.93, 1.71, 5)), [
    "1.0",
    "1.2",
    "1.4",
    "1.6",
  ]);
  assert.deepEqual(texts(linearTicks(-1, 1, 4)), [
    "-1.0",
    "-0.5",
    "0.0",
    "0.5",
    "1.0",
  ]);
  assert.deepEqual(texts(linearTicks(0, 4e6, 2)), ["0", "2.0e+6", "4.0e+6"]);
  assert.deepEqual(linearTicks(1, 1, 5), []);
});

Deno.test("powerTicks() are powers of ten, fewer where room is scarce", () => {
  assert.deepEqual(texts(powerTicks(1e-7, 9.9, 12)), [
    "1e-7",
    "1e-6",
    "1e-5",
    "1e-4",
    "0.001",
    "0.01",
    "0.1",
    "1",
  ]);
  assert.deepEqual(texts(powerTicks(1e-7, 9.9, 4)), [
    "1e-7",
    "1e-5",
    "0.001",
    "0.1",
  ]);
  // 10 ** -7 * 1e8 ** 0.5 is not quite 1e-3.
  assert.deepEqual(texts(powerTicks(1e-5, 1e-3 * (1 - 1e-15), 9)), [
    "1e-5",
    "1e-4",
    "0.001",
  ]);
  assert.deepEqual(powerTicks(0.2, 0.5, 9), []);
});
