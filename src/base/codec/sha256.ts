import { createHash } from "node:crypto";
import { canonical } from "./canonical.ts";

const CHUNK_BYTES = 1 << 20;

/**
 * The SHA-256 of bytes, or of the UTF-8 of a string, as 64 hex digits.
 *
 * @example
 * ```ts
 * import { sha256 } from "./sha256.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(sha256("abc").slice(0, 10), "ba7816bf8f");
 * ```
 */
export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/**
 * The SHA-256 of a file, as 64 hex digits. It holds one megabyte at a time.
 *
 * @throws {Deno.errors.NotFound} If there is no such file, and what else
 * reading it may throw.
 */
export async function sha256File(path: string): Promise<string> {
  using file = await Deno.open(path);
  const hash = createHash("sha256");
  // A data set is thousands of small files: no megabyte is cleared for each.
  const { size } = await file.stat();
  const chunk = new Uint8Array(Math.min(size + 1, CHUNK_BYTES));
  while (true) {
    const count = await file.read(chunk);
    if (count === null) return hash.digest("hex");
    hash.update(chunk.subarray(0, count));
  }
}

/**
 * The hash of a plain value: the SHA-256 of its canonical JSON.
 *
 * @throws {TypeError} If the value is not plain data.
 *
 * @example
 * ```ts
 * import { hashOf } from "./sha256.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(hashOf({ a: 1, b: 2 }), hashOf({ b: 2, a: 1 }));
 * ```
 */
export function hashOf(value: unknown): string {
  return sha256(canonical(value));
}
