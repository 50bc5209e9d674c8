import { murmur3 } from "./murmur3.ts";
import type { Words4 } from "./philox.ts";
import { Random } from "./random.ts";

const encoder = new TextEncoder();

/**
 * The random stream of a seed and a purpose.
 *
 * All that is random in a run comes from here: the draws depend on the
 * arguments alone, never on what was drawn before or elsewhere, so an epoch can
 * be resumed, and a file added, without moving any other draw. `1` and `"1"`
 * are different, and so are `("a", "bc")` and `("ab", "c")`.
 *
 * The arguments, as JSON, are hashed to 128 bits by MurmurHash3; these are the
 * key and half the counter of Philox4x32-10.
 *
 * @param seed What the user chose.
 * @param purpose What the draws are for, from the general to the particular:
 * `"flip", epoch, item`.
 * @throws {RangeError} If a number is not finite.
 *
 * @example The same arguments, the same draws
 * ```ts
 * import { stream } from "./stream.ts";
 * import assert from "node:assert/strict";
 *
 * const random = stream(42, "flip", 3, "cat_12.jpg");
 * const again = stream(42, "flip", 3, "cat_12.jpg");
 * assert.equal(random.float(), again.float());
 * ```
 */
export function stream(
  seed: number | string,
  ...purpose: readonly (string | number)[]
): Random {
  const [key0, key1, nonce0, nonce1] = streamWords(seed, ...purpose);
  return new Random([key0, key1], [nonce0, nonce1]);
}

/**
 * The key and the nonce of {@linkcode stream}, two words each: all that a
 * device needs to draw the same.
 *
 * @throws {RangeError} If a number is not finite.
 *
 * @example
 * ```ts
 * import { Random } from "./random.ts";
 * import { stream, streamWords } from "./stream.ts";
 * import assert from "node:assert/strict";
 *
 * const [key0, key1, nonce0, nonce1] = streamWords(42, "dropout");
 * const random = new Random([key0, key1], [nonce0, nonce1]);
 * assert.equal(random.float(), stream(42, "dropout").float());
 * ```
 */
export function streamWords(
  seed: number | string,
  ...purpose: readonly (string | number)[]
): Words4 {
  const name = [seed, ...purpose];
  for (const part of name) {
    if (typeof part === "number" && !Number.isFinite(part)) {
      throw new RangeError(
        `Cannot make a random stream from ${part}: seeds and purposes must be finite numbers or strings`,
      );
    }
  }
  return murmur3(encoder.encode(JSON.stringify(name)));
}
