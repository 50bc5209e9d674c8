import { logGamma } from "./gamma.ts";
import type { Random } from "./random.ts";

/**
 * A draw from the beta distribution, from 0 to 1: `X / (X + Y)` of two gamma
 * draws, taken by their logarithms because small shapes round both to 0.
 *
 * Small shapes draw near 0 or 1, equal large ones near 0.5; 1 and 1 draw any
 * number alike.
 *
 * @throws {RangeError} when a shape is not a finite number above 0
 *
 * @example
 * ```ts
 * import { beta } from "./beta.ts";
 * import { stream } from "./stream.ts";
 * import assert from "node:assert/strict";
 *
 * const share = beta(stream(42, "mixup", 0, "cat_12.jpg"), 0.4, 0.4);
 * assert.ok(share >= 0 && share <= 1);
 * ```
 */
export function beta(random: Random, first: number, second: number): number {
  const own = logGamma(random, first);
  const other = logGamma(random, second);
  return 1 / (1 + Math.exp(other - own));
}
