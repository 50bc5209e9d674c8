import assert from "node:assert/strict";
import fc from "fast-check";
import { PipelineError } from "../../../src/base/errors/pipeline_error.ts";
import type { Json } from "../../../src/flow/kinds/json.ts";
import type { Sets, SplitItem } from "../../../src/flow/stage/split.ts";
import type { SplitBehaviour } from "../../../src/flow/stage/split.ts";

/** A split, as made by its function. */
export interface HasDivide {
  readonly behaviour: SplitBehaviour;
}

/** Items named by number, all of one class. */
export function numbered(count: number): readonly SplitItem[] {
  return Array.from(
    { length: count },
    (_, at) => ({ id: `item ${at}`, item: null, label: "one" }),
  );
}

/** Rows of a table with ids of their own. */
export function rowItems(
  rows: readonly { readonly [column: string]: Json }[],
): readonly SplitItem[] {
  return rows.map((item, at) => ({ id: `row ${at}`, item, label: true }));
}

/** Files at these paths. */
export function fileItems(paths: readonly string[]): readonly SplitItem[] {
  return paths.map((path) => ({
    id: path,
    item: { media: "image", path, name: path.split("/").at(-1) ?? "" },
    label: true,
  }));
}

/** Any items: distinct ids, two classes of at least three. */
export const anyItems = fc.uniqueArray(fc.string(), {
  minLength: 3,
  maxLength: 30,
}).map((names) =>
  names.flatMap((name): readonly SplitItem[] => [
    { id: `cat ${name}`, item: null, label: true },
    { id: `dog ${name}`, item: null, label: false },
  ])
);

/** Any shares that leave something to train on. */
export const anyShares = fc.record({
  valid: fc.double({ min: 0.01, max: 0.6, noNaN: true }),
  test: fc.constantFrom(0, 0.1, 0.3),
  seed: fc.nat(),
});

/** The set of each id, by name. */
export function setById(sets: Sets): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(sets).flatMap(([name, ids]: [string, readonly string[]]) =>
      ids.map((id) => [id, name] as const)
    ),
  );
}

/** Fails unless every item is in exactly one set. */
export function assertPartition(
  items: readonly SplitItem[],
  { train, valid, test }: Sets,
): void {
  const divided = [...train, ...valid, ...test].toSorted();
  assert.deepEqual(divided, items.map(({ id }) => id).toSorted());
}

/** Fails unless the call throws a split's error, which it returns. */
export function refusal(call: () => unknown, message: string): PipelineError {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof PipelineError, String(error));
    assert.equal(error.message, message);
    assert.equal(error.stage, "split");
    assert.ok(error.remedy);
    return error;
  }
  throw new assert.AssertionError({ message: `nothing said: ${message}` });
}
