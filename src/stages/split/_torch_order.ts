import { torchPermutation } from "../../base/random/torch_permutation.ts";
import type { Division } from "./_drawing.ts";
import type { Shares } from "./_shares.ts";

/**
 * Cuts torch's permutation of the items, shares rounded down:
 *
 * ```text
 * 0        ⌊valid n⌋    + ⌊test n⌋                      n
 * |  valid    |    test     |            train          |
 * ```
 *
 * Source: fastai's `RandomSplitter`, which has no test set.
 */
export function cutAsTorch(
  ids: readonly string[],
  seed: number,
  { valid, test }: Shares,
): Division {
  const validEnd = Math.floor(valid * ids.length);
  const testEnd = validEnd + Math.floor(test * ids.length);
  return new Map(
    Array.from(torchPermutation(ids.length, seed), (item, at) => {
      const set = at < validEnd ? "valid" : at < testEnd ? "test" : "train";
      return [ids[item] ?? "", set];
    }),
  );
}
