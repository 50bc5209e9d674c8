import type { Random } from "./random.ts";

/**
 * The natural logarithm of a draw from the gamma distribution with that shape
 * and scale 1: a draw of a small shape would itself round to 0.
 *
 * Source: Marsaglia and Tsang, "A simple method for generating gamma
 * variables", 2000; a shape under 1 by their `G(shape) = G(shape + 1)
 * U^(1 / shape)`.
 *
 * @param shape above 0; mean and variance of the draw itself
 * @throws {RangeError} when the shape is not a finite number above 0
 *
 * @example
 * ```ts
 * import { logGamma } from "./gamma.ts";
 * import { stream } from "./stream.ts";
 * import assert from "node:assert/strict";
 *
 * const random = stream(42, "gamma");
 * assert.ok(Number.isFinite(logGamma(random, 1e-3)));
 * ```
 */
export function logGamma(random: Random, shape: number): number {
  if (!(shape > 0 && Number.isFinite(shape))) {
    throw new RangeError(
      `Cannot draw from a gamma distribution of shape ${shape}: the shape must be a finite number above 0`,
    );
  }
  if (shape < 1) {
    // Not 0, whose logarithm is infinite.
    const share = 1 - random.float();
    return logGamma(random, shape + 1) + Math.log(share) / shape;
  }
  const least = shape - 1 / 3;
  const spread = 1 / Math.sqrt(9 * least);
  while (true) {
    const normal = random.normal();
    const cube = (1 + spread * normal) ** 3;
    if (cube <= 0) continue;
    const bound = normal ** 2 / 2 + least * (1 - cube + Math.log(cube));
    if (Math.log(1 - random.float()) < bound) {
      return Math.log(least) + Math.log(cube);
    }
  }
}
