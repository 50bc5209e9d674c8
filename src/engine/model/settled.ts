/** Native libraries decode beside this process; more at once gain nothing. */
const IN_FLIGHT = 2;

/**
 * What became of each item, in their order: what one throws is its own result.
 * Few are under way at a time, since each may take a lot of memory.
 *
 * @example
 * ```ts
 * import { settled } from "./settled.ts";
 * import assert from "node:assert/strict";
 *
 * const results = await settled([4, -1], async (each) => {
 *   if (each < 0) throw new RangeError("Cannot take the root of -1");
 *   return await Promise.resolve(Math.sqrt(each));
 * });
 * assert.deepEqual(results.map(({ status }) => status), [
 *   "fulfilled",
 *   "rejected",
 * ]);
 * ```
 */
export async function settled<Item, Result>(
  items: readonly Item[],
  run: (item: Item) => Promise<Result>,
): Promise<readonly PromiseSettledResult<Result>[]> {
  const results: PromiseSettledResult<Result>[] = [];
  const left = items.entries();
  const work = async () => {
    for (const [at, item] of left) {
      try {
        results[at] = { status: "fulfilled", value: await run(item) };
      } catch (reason) {
        results[at] = { status: "rejected", reason };
      }
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  return results;
}

/** Whether it failed. */
export function isRejected<Result>(
  result: PromiseSettledResult<Result>,
): result is PromiseRejectedResult {
  return result.status === "rejected";
}
