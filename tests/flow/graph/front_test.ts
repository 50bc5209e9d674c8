import assert from "node:assert/strict";
import {
  checkFront,
  type Front,
  frontHashes,
  itemsOf,
  without,
} from "../../../src/flow/graph/front.ts";

const file = (absolute: string, content: string) => ({
  absolute,
  sha256: content.repeat(64),
});

const front: Front = {
  items: [
    { id: "a", item: { name: "a" }, file: file("/x/a", "1") },
    { id: "b", item: { name: "b" }, file: file("/x/b", "2") },
    { id: "c", item: { name: "c" } },
    { id: "d", item: { name: "d" } },
  ],
  labels: ["cat", true, 3, ["x", "y"]],
  sets: { train: ["a", "c"], valid: ["b"], test: ["d"] },
};

/** Which of the three hashes differ. */
function changed(other: Partial<Front>): readonly string[] {
  const before = frontHashes(front);
  const after = frontHashes({ ...front, ...other });
  const names = ["source", "label", "split"] as const;
  return names.filter((name) => before[name] !== after[name]);
}

Deno.test("each step in front has a hash of what it gave", () => {
  assert.deepEqual(changed({}), []);
  assert.deepEqual(changed({ labels: ["dog", true, 3, ["x", "y"]] }), [
    "label",
  ]);
  assert.deepEqual(changed({ labels: ["cat", "true", 3, ["x", "y"]] }), [
    "label",
  ]);
  const { train, valid, test } = front.sets;
  assert.deepEqual(changed({ sets: { train: valid, valid: train, test } }), [
    "split",
  ]);
  assert.deepEqual(changed({ sets: { train, valid, test: [] } }), ["split"]);
  assert.deepEqual(
    changed({ sets: { train: train.toReversed(), valid, test } }),
    ["split"],
  );
  // What else a split of one's own returns is nobody's.
  assert.deepEqual(changed({ sets: { ...front.sets, ...{ note: 1 } } }), []);
});

Deno.test("an item is what it holds, not where it is", () => {
  const [a, ...others] = front.items;
  const withFirst = (first: Front["items"][number]) => ({
    items: [first, ...others],
  });
  assert.ok(a);
  const moved = { ...a, file: file("/y/a", "1") };
  assert.deepEqual(changed(withFirst(moved)), []);
  const retouched = { ...a, file: file("/x/a", "3") };
  assert.deepEqual(changed(withFirst(retouched)), ["source"]);
  const cropped = { ...a, item: { name: "a", left: 10 } };
  assert.deepEqual(changed(withFirst(cropped)), ["source"]);
  assert.deepEqual(changed(withFirst({ ...a, id: "A" })), ["source", "label"]);
});

Deno.test("itemsOf() keeps the order of the set", () => {
  const ids = itemsOf(front, ["d", "a"]).map(({ id }) => id);
  assert.deepEqual(ids, ["d", "a"]);
});

Deno.test("without() takes items out of everything", () => {
  assert.equal(without(front, new Set()), front);
  assert.deepEqual(without(front, new Set(["a", "d"])), {
    items: front.items.slice(1, 3),
    labels: [true, 3],
    sets: { train: ["c"], valid: ["b"], test: [] },
  });
  assert.deepEqual(without(front, new Set(["nowhere"])), front);
});

Deno.test("checkFront() takes sets that leave items out", () => {
  checkFront(front);
  checkFront({ ...front, sets: { train: ["a"], valid: [], test: [] } });
});

Deno.test("checkFront() says what does not go together", () => {
  const [a] = front.items;
  const { labels, sets } = front;
  const wrong: readonly (readonly [Partial<Front>, string, string])[] = [
    [
      { items: [...front.items, a!], labels: [...labels, "cat"] },
      'Cannot use "a": two items of the source have this id',
      "source",
    ],
    [
      { labels: labels.slice(1) },
      "Cannot label 4 items with 3 labels",
      "label",
    ],
    [
      { sets: { ...sets, valid: ["b", "a"] } },
      'Cannot put "a" into both "train" and "valid"',
      "split",
    ],
    [
      { sets: { ...sets, test: ["b"] } },
      'Cannot put "b" into both "valid" and "test"',
      "split",
    ],
    [
      { sets: { ...sets, train: ["a", "a"] } },
      'Cannot put "a" into "train" twice',
      "split",
    ],
    [
      { sets: { ...sets, train: ["a", "z"] } },
      'Cannot put "z" into "train": the source lists no such item',
      "split",
    ],
  ];
  for (const [change, message, stage] of wrong) {
    assert.throws(() => checkFront({ ...front, ...change }), {
      name: "PipelineError",
      message,
      stage,
    });
  }
});
