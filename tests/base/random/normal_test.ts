import assert from "node:assert/strict";
import { normalOf } from "../../../src/base/random/normal.ts";
import { stream } from "../../../src/base/random/stream.ts";

/** The word whose place is nearest to a share of all. */
function wordAt(share: number): number {
  return Math.floor(share * 2 ** 32);
}

Deno.test("normalOf() has the quantiles of tables", () => {
  const quantiles = [
    [0.5, 0],
    [0.75, 0.6744897501960817],
    [0.9, 1.2815515655446004],
    [0.975, 1.959963984540054],
    [0.999, 3.090232306167813],
    [0.99999, 4.264890793922825],
  ] as const;
  for (const [share, expected] of quantiles) {
    // A place is off by half of 2^-24, whose numbers lie so far apart.
    const slack = 2 ** -24 / (Math.exp(-expected * expected / 2) / 2.5) + 1e-6;
    const off = Math.abs(normalOf(wordAt(share)) - expected);
    assert.ok(off < slack, `${share}: ${off}`);
  }
});

Deno.test("normalOf() rises with the upper 24 bits, and is even about the middle", () => {
  const step = 2 ** 32 / 4096;
  let before = -Infinity;
  for (let word = 0; word < 2 ** 32; word += step) {
    const value = normalOf(word);
    assert.ok(value > before, `${word}`);
    assert.equal(normalOf(word + 0xff), value);
    assert.equal(normalOf((2 ** 32 - 1 - word) >>> 0), -value);
    before = value;
  }
  // The exact quantiles of the two ends.
  assert.ok(Math.abs(normalOf(0) + 5.419983174916869) < 5e-7);
  assert.equal(normalOf(0xffffffff), -normalOf(0));
});

Deno.test("normalOf() turns random words into mean 0, deviation 1 and a bell", () => {
  const count = 100_000;
  const random = stream(1, "normal");
  const values = Array.from({ length: count }, () => normalOf(random.uint32()));
  const mean = (of: (value: number) => number) =>
    values.reduce((sum, value) => sum + of(value), 0) / count;
  // Five deviations each: of z they are 1, of z² √2, of z⁴ √96.
  const slack = 5 / Math.sqrt(count);
  assert.ok(Math.abs(mean((z) => z)) < slack);
  assert.ok(Math.abs(mean((z) => z ** 2) - 1) < Math.SQRT2 * slack);
  assert.ok(Math.abs(mean((z) => z ** 4) - 3) < Math.sqrt(96) * slack);
});
