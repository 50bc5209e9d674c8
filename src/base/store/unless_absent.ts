/**
 * What is read, or undefined where the file or folder of it is absent: that is
 * an answer, and any other fault is thrown.
 *
 * @example
 * ```ts
 * import { unlessAbsent } from "./unless_absent.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(await unlessAbsent(Deno.stat("/nowhere")), undefined);
 * ```
 */
export async function unlessAbsent<Result>(
  read: Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await read;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** As Deno says it, or as `node:fs` does. */
function isAbsent(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound ||
    error instanceof Error && "code" in error && error.code === "ENOENT";
}
