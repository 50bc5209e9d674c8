/**
 * What two descriptions of pipelines differ in, by the paths that `--set` takes
 * where it takes one: `fit.epochs`, `transforms.rotate.degrees`.
 *
 * @module
 */
import { canonical } from "../../base/codec/canonical.ts";
import type { Json } from "../kinds/json.ts";
import { isDescribed } from "./described.ts";
import { isObject, type JsonObject, opOf } from "./nested.ts";

/** A value that is another one now; undefined where there is none. */
export interface Change {
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

function same(before: Json | undefined, after: Json | undefined): boolean {
  if (before === undefined || after === undefined) return before === after;
  return canonical(before) === canonical(after);
}

function member(held: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(held, name) ? held[name] : undefined;
}

function joined(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function inObjects(
  path: string,
  before: JsonObject,
  after: JsonObject,
): readonly Change[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) =>
    changesIn(joined(path, name), member(before, name), member(after, name))
  );
}

/** A pair of elements that are the same thing; one side where it is new or gone. */
interface Pair {
  readonly before?: number;
  readonly after?: number;
}

/** Pairs elements of equal names, as many as can be without crossing. */
function paired(
  before: readonly string[],
  after: readonly string[],
): readonly Pair[] {
  // common[i][j]: how many can be paired of what begins at i and at j.
  const common = Array.from(
    { length: before.length + 1 },
    () => new Array<number>(after.length + 1).fill(0),
  );
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const row = common[i] ?? [];
      row[j] = before[i] === after[j]
        ? at(i + 1, j + 1) + 1
        : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      pairs.push({ before: i++, after: j++ });
    } else if (
      j >= after.length || i < before.length && at(i + 1, j) >= at(i, j + 1)
    ) pairs.push({ before: i++ });
    else pairs.push({ after: j++ });
  }
  return pairs;
}

/** An element by its own name where that means it, else by its place. */
function placeName(names: readonly string[], at: number): string {
  const name = names[at] ?? "";
  return names.indexOf(name) === at ? name : String(at);
}

/** Lists whose elements say what they are: transforms, metrics, callbacks. */
function inNamed(
  path: string,
  [before, after]: readonly [readonly Json[], readonly Json[]],
  [was, is]: readonly [readonly string[], readonly string[]],
): readonly Change[] {
  const moved = canonical(was) !== canonical(is) &&
    canonical(was.toSorted()) === canonical(is.toSorted());
  if (moved) return [{ path, before, after }];
  return paired(was, is).flatMap((pair) => {
    const place = pair.after === undefined
      ? placeName(was, pair.before ?? 0)
      : placeName(is, pair.after);
    return changesIn(
      joined(path, place),
      pair.before === undefined ? undefined : before[pair.before],
      pair.after === undefined ? undefined : after[pair.after],
    );
  });
}

function inLists(
  path: string,
  before: readonly Json[],
  after: readonly Json[],
): readonly Change[] {
  const was = before.flatMap((each) => opOf(each) ?? []);
  const is = after.flatMap((each) => opOf(each) ?? []);
  if (was.length === before.length && is.length === after.length) {
    return inNamed(path, [before, after], [was, is]);
  }
  const nested = before.length === after.length &&
    [...before, ...after].every((each) => typeof each === "object");
  return nested
    ? before.flatMap((each, at) => changesIn(`${path}.${at}`, each, after[at]))
    : [{ path, before, after }];
}

/** Whether two objects are the same thing with other values in it. */
function alike(before: JsonObject, after: JsonObject): boolean {
  const names = [...Object.keys(before), ...Object.keys(after)];
  // No path leads to a name with a dot in it.
  return opOf(before) === opOf(after) &&
    !names.some((name) => name === "" || name.includes("."));
}

/**
 * What two values differ in: the innermost places that no longer hold the same.
 * What became another thing, by its `op`, is one change.
 *
 * @param path where the values stand; changes are named from there
 *
 * @example
 * ```ts
 * import { changesIn } from "./changes.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(
 *   changesIn("fit", { epochs: 1, batch: 64 }, { epochs: 3, batch: 64 }),
 *   [{ path: "fit.epochs", before: 1, after: 3 }],
 * );
 * ```
 */
export function changesIn(
  path: string,
  before: Json | undefined,
  after: Json | undefined,
): readonly Change[] {
  if (same(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) {
    return inLists(path, before, after);
  }
  if (isObject(before) && isObject(after) && alike(before, after)) {
    if (!isDescribed(before) || !isDescribed(after)) {
      return inObjects(path, before, after);
    }
    // Of a stage in another version the same params may mean something else.
    if (before.version === after.version) {
      return inObjects(path, before.params, after.params);
    }
  }
  return [{ path, before, after }];
}
