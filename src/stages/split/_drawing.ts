/**
 * Dividing by chance, without an order that a new file could disturb.
 *
 * @module
 */
import { stream } from "../../base/random/stream.ts";
import type { SetName } from "./_sets.ts";
import type { Shares } from "./_shares.ts";

/** Something that is put into a set, with its place from 0 to below 1. */
export interface Drawn {
  readonly id: string;
  readonly place: number;
}

/** The set of each id. */
export type Division = ReadonlyMap<string, SetName>;

/**
 * Draws the place of each id: it depends on the seed and that id alone.
 *
 * @returns sorted by place
 */
export function drawPlaces(
  ids: Iterable<string>,
  seed: number,
): readonly Drawn[] {
  return Array.from(ids, (id) => ({
    id,
    place: stream(seed, "split", id).uint32() / 2 ** 32,
  })).sort((a, b) => a.place - b.place || (a.id < b.id ? -1 : 1));
}

/**
 * Cuts where places pass a share, so that the set of an id is its own affair.
 *
 * ```text
 * 0        valid     valid + test                      1
 * |  valid   |   test   |            train             |
 * ```
 */
export function cutByPlace(drawn: readonly Drawn[], shares: Shares): Division {
  const below = (limit: number) =>
    drawn.filter(({ place }) => place < limit).length;
  const { valid, test } = shares;
  return cutAt(drawn, below(valid), below(valid + test), shares);
}

/**
 * Cuts at shares of the count, so that sizes are right to one; another id may
 * then move the one at a cut.
 */
export function cutByCount(drawn: readonly Drawn[], shares: Shares): Division {
  const { valid, test } = shares;
  const count = drawn.length;
  const validEnd = Math.round(valid * count);
  return cutAt(drawn, validEnd, Math.round((valid + test) * count), shares);
}

/** Each set gets one, while there are enough: training first, test last. */
function cutAt(
  drawn: readonly Drawn[],
  validEnd: number,
  testEnd: number,
  { test }: Shares,
): Division {
  const count = drawn.length;
  const leastValid = count > 1 ? 1 : 0;
  const leastTest = test > 0 && count > 2 ? 1 : 0;
  const validCut = clamp(validEnd, leastValid, count - 1 - leastTest);
  const testCut = clamp(testEnd, validCut + leastTest, count - 1);
  return new Map(drawn.map(({ id }, at) => {
    if (at < validCut) return [id, "valid"];
    return [id, at < testCut ? "test" : "train"];
  }));
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}
