import assert from "node:assert/strict";
import { type Choice, contentOf } from "../../../src/flow/clean/choice.ts";
import {
  classWarnings,
  cleaned,
  cleanedNotice,
  cleanedWarnings,
} from "../../../src/flow/clean/cleaned.ts";
import type { LabelValue } from "../../../src/flow/kinds/targets.ts";

const items = ["a", "b", "c", "d"].map((id) => ({ id, item: { name: id } }));

type Made =
  | { readonly choice: "keep" | "drop" }
  | { readonly choice: "relabel"; readonly label: LabelValue };

function choices(
  made: Readonly<Record<string, Made & { readonly content?: string }>>,
): ReadonlyMap<string, Choice> {
  return new Map(
    Object.entries(made).map(([id, each]) => {
      const listed = items.find((item) => item.id === id);
      const content = listed ? contentOf(listed) : "0".repeat(16);
      // What a file holds is no less plain.
      return [id, { item: id, was: "cat", content, ...each } as Choice];
    }),
  );
}

Deno.test("choices leave items out and give them other labels, and touch no other", () => {
  const result = cleaned(
    items,
    choices({
      a: { choice: "drop" },
      b: { choice: "relabel", label: "dog" },
      c: { choice: "keep" },
    }),
  );
  assert.deepEqual(result.items.map(({ id }) => id), ["b", "c", "d"]);
  assert.deepEqual([...result.labels], [["b", "dog"]]);
  assert.equal(
    cleanedNotice("f", result),
    '1 item is dropped and 1 item is relabelled, as "f" says',
  );
  assert.deepEqual(cleanedWarnings("f", result), []);
});

Deno.test("a choice about other content, or about nothing, is told and not applied", () => {
  const gone = Object.fromEntries(
    ["v", "w", "x", "y", "z"].map((id) => [id, { choice: "drop" } as const]),
  );
  const result = cleaned(
    items,
    choices({ a: { choice: "drop", content: "f".repeat(16) }, ...gone }),
  );
  assert.deepEqual(result.items, items);
  assert.equal(cleanedNotice("f", result), undefined);
  assert.deepEqual(cleanedWarnings("f", result), [
    '1 choice is not applied: what the item holds changed since "f" was written (a)',
    '5 choices are about what is not here any more, in "f" (v, w, x and 2 more)',
  ]);
});

Deno.test("classes that choices emptied, or made, are told", () => {
  const result = cleaned(
    items,
    choices({
      a: { choice: "drop" },
      b: { choice: "relabel", label: "fox" },
    }),
  );
  assert.deepEqual(classWarnings(result, ["fox", "dog", "dog"]), [
    'No item of class "cat" is left',
    'Only relabelled items are of class "fox"',
  ]);
  assert.deepEqual(classWarnings(result, ["fox", "fox", "cat"]), []);
  assert.deepEqual(
    classWarnings(
      cleaned(items, choices({ a: { choice: "relabel", label: ["x", "y"] } })),
      [["x", "y"], ["x", "cat"], [], []],
    ),
    ['Only relabelled items are of class "y"'],
  );
});
