/**
 * Writes numbers of one kind with as many digits as tell them apart: two that
 * count in their spread, and none that say nothing.
 *
 * @param spread how far the numbers lie from each other, in general
 *
 * @example
 * ```ts
 * import { quantityText } from "./quantity_text.ts";
 * import assert from "node:assert/strict";
 *
 * const grams = quantityText(800);
 * assert.equal(grams(4212.3371), "4212");
 * const stars = quantityText(1.04);
 * assert.equal(stars(3.51234), "3.5");
 * ```
 */
export function quantityText(spread: number): (value: number) => string {
  const size = Math.abs(spread);
  if (!(size > 0 && Number.isFinite(size))) {
    return (value) => String(Number(value.toPrecision(4)));
  }
  const digits = 1 - Math.floor(Math.log10(size));
  // Of what is spread over billions, or millionths, four digits are enough.
  if (Math.abs(digits) > 8) {
    return (value) => String(Number(value.toPrecision(4)));
  }
  return (value) =>
    Number.isFinite(value)
      ? String(Number(value.toFixed(Math.max(0, digits))))
      : String(value);
}
