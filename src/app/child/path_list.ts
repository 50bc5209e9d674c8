import { pathWithComma } from "../../base/errors/location.ts";

/**
 * Paths as a permission of Deno takes them. It has no way to say a comma that
 * is within a path, and would permit other folders than were meant.
 *
 * @throws {PipelineError} when a path has one
 *
 * @example
 * ```ts
 * import { pathList } from "./path_list.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(pathList(["/a", "/b c"]), "/a,/b c");
 * assert.throws(() => pathList(["/a,b"]), /a comma/);
 * ```
 */
export function pathList(paths: readonly string[]): string {
  const odd = paths.find((path) => path.includes(","));
  if (odd !== undefined) throw pathWithComma(odd);
  return paths.join(",");
}
