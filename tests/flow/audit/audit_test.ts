import assert from "node:assert/strict";
import { balance, classCounts } from "../../../src/flow/audit/balance.ts";
import { columns } from "../../../src/flow/audit/columns.ts";
import { duplicates } from "../../../src/flow/audit/duplicates.ts";
import type { Finding } from "../../../src/flow/audit/finding.ts";
import { labelSuspects } from "../../../src/flow/audit/label_suspects.ts";
import { type Look, pictures } from "../../../src/flow/audit/looks.ts";
import type { Front } from "../../../src/flow/graph/front.ts";
import type { Json } from "../../../src/flow/kinds/json.ts";
import type { LabelValue } from "../../../src/flow/kinds/targets.ts";

/** One item, in few words. */
interface Given {
  readonly id: string;
  readonly label: LabelValue;
  readonly set: "train" | "valid" | "test";
  readonly sha256?: string;
  readonly item?: Json;
}

function frontOf(all: readonly Given[]): Front {
  const inSet = (set: Given["set"]) =>
    all.filter((each) => each.set === set).map(({ id }) => id);
  return {
    items: all.map(({ id, item = null, sha256 }) => ({
      id,
      item,
      ...sha256 === undefined ? {} : { file: { absolute: `/${id}`, sha256 } },
    })),
    labels: all.map(({ label }) => label),
    sets: {
      train: inSet("train"),
      valid: inSet("valid"),
      test: inSet("test"),
    },
  };
}

/** So many items of a class in a set. */
function many(
  label: string,
  set: Given["set"],
  count: number,
): readonly Given[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `${label}-${set}-${at}`,
    label,
    set,
    item: { label, set, at },
  }));
}

const kinds = (findings: readonly Finding[]) =>
  findings.map(({ kind, level }) => `${level} ${kind}`);

Deno.test("classes are counted in both sets, and never in the test set", () => {
  const front = frontOf([
    ...many("cat", "train", 3),
    ...many("cat", "valid", 1),
    ...many("dog", "train", 2),
    ...many("dog", "test", 9),
  ]);
  assert.deepEqual(classCounts(front), [
    { name: "cat", train: 3, valid: 1 },
    { name: "dog", train: 2, valid: 0 },
  ]);
  const [absent, ...others] = balance(front);
  assert.match(
    absent?.text ?? "",
    /^1 class is not in the validation set, which says nothing of it$/,
  );
  assert.deepEqual(absent?.about, ["dog: 2 in training"]);
  assert.deepEqual(others, []);
});

Deno.test("a rare class, and one of another share in validation, are warned of", () => {
  const even = frontOf([
    ...many("cat", "train", 50),
    ...many("dog", "train", 60),
    ...many("cat", "valid", 12),
    ...many("dog", "valid", 13),
  ]);
  assert.deepEqual(balance(even), []);
  const [rare] = balance(frontOf([
    ...many("cat", "train", 100),
    ...many("cat", "valid", 10),
    ...many("dog", "train", 10),
    ...many("dog", "valid", 1),
  ]));
  assert.match(rare?.text ?? "", /over 10 times rarer .* than "cat" \(100\)$/);
  const [apart] = balance(frontOf([
    ...many("cat", "train", 90),
    ...many("dog", "train", 30),
    ...many("cat", "valid", 10),
    ...many("dog", "valid", 30),
  ]));
  assert.match(apart?.text ?? "", /^2 classes have another share/);
  assert.deepEqual(
    apart?.about[1],
    "dog: 25.0% in training, 75.0% in validation",
  );
  const numbers = frontOf([
    { id: "a", label: 1, set: "train" },
    { id: "b", label: 2, set: "valid" },
  ]);
  assert.deepEqual(balance(numbers), []);
});

Deno.test("the same file in two sets is warned of, in one set noted; so are rows", () => {
  const front = frontOf([
    { id: "a", label: "cat", set: "train", sha256: "1" },
    { id: "b", label: "dog", set: "valid", sha256: "1" },
    { id: "c", label: "cat", set: "train", sha256: "2" },
    { id: "d", label: "cat", set: "train", sha256: "2" },
    { id: "e", label: "cat", set: "train", sha256: "3" },
    { id: "f", label: "dog", set: "test", sha256: "3" },
    { id: "g", label: "dog", set: "valid", sha256: "4" },
  ]);
  const [across, torn, within, ...others] = duplicates(front);
  assert.deepEqual(others, []);
  assert.equal(across?.level, "warning");
  assert.deepEqual(across?.about, [
    "a (train), b (valid)",
    "e (train), f (test)",
  ]);
  // What is sealed has no label here.
  assert.deepEqual(torn?.about, ['a is "cat", b is "dog"']);
  assert.deepEqual([within?.level, within?.about], [
    "note",
    ["c (train), d (train)"],
  ]);
  const rows = frontOf([
    { id: "1", label: "x", set: "train", item: { a: 1, b: 2 } },
    { id: "2", label: "x", set: "valid", item: { b: 2, a: 1 } },
    { id: "3", label: "x", set: "valid", item: { a: 1, b: 3 } },
  ]);
  assert.deepEqual(duplicates(rows)[0]?.about, ["1 (train), 2 (valid)"]);
  assert.equal(duplicates(rows).length, 1);
});

Deno.test("a file that is called as another class is suspect, unless it names its own too", () => {
  const file = (id: string, label: string, set: Given["set"] = "train") => ({
    id,
    label,
    set,
    sha256: id,
  });
  const [found, ...others] = labelSuspects(frontOf([
    file("dogs/cat_1.jpg", "dog"),
    file("cat_dog_2.jpg", "dog"),
    file("catfish_3.jpg", "dog"),
    file("cat/rex.jpg", "dog"),
    file("myCat4.jpg", "dog", "valid"),
    file("dog_5.jpg", "cat", "test"),
    file("cat_6.jpg", "cat"),
    file("red-panda.jpg", "cat"),
    file("x.jpg", "red panda"),
  ]));
  assert.deepEqual(others, []);
  assert.deepEqual(found?.about, [
    'dogs/cat_1.jpg is "dog", and is called "cat"',
    'myCat4.jpg is "dog", and is called "cat"',
    'red-panda.jpg is "cat", and is called "red panda"',
  ]);
});

Deno.test("columns that say nothing, name rows or lack values are told", () => {
  const rows = Array.from({ length: 20 }, (_, at) => ({
    id: `${at}`,
    label: "x",
    set: "train" as const,
    item: {
      same: 1,
      name: `n${at}`,
      number: at / 7,
      lacks: at < 5 ? null : at % 3,
      word: at % 2 ? "odd" : "even",
    },
  }));
  const found = columns(frontOf(rows), new Set(["same", "lacks", "word"]));
  assert.deepEqual(kinds(found), [
    "warning columns",
    "note columns",
    "warning missing",
  ]);
  assert.match(
    found[0]?.text ?? "",
    /"same" is the same in every row, and the/,
  );
  assert.match(
    found[1]?.text ?? "",
    /"name" has 20 different values in 20 rows/,
  );
  assert.match(found[2]?.text ?? "", /"lacks" lacks 5 of 20 values \(25\.0%\)/);
});

const ramp = Array.from({ length: 256 }, (_, at) => at % 16 * 10);

function look(id: string, changes: Partial<Look> = {}): Look {
  return {
    id,
    width: 100,
    height: 100,
    hash: "00000000000000ff",
    thumb: ramp,
    ...changes,
  };
}

Deno.test("pictures that look the same are told by their sets and labels, flat ones are not compared", () => {
  const front = frontOf([
    { id: "a", label: "cat", set: "train", sha256: "1" },
    { id: "b", label: "dog", set: "valid", sha256: "2" },
    { id: "c", label: "cat", set: "train", sha256: "1" },
    { id: "d", label: "cat", set: "train", sha256: "4" },
    { id: "e", label: "cat", set: "valid", sha256: "5" },
    { id: "f", label: "cat", set: "valid", sha256: "6" },
  ]);
  const flat = { thumb: ramp.map(() => 7) };
  const found = pictures(front, [
    look("a"),
    // Brighter, and two bits apart.
    look("b", {
      thumb: ramp.map((grey) => grey + 40),
      hash: "0000000000000fff",
    }),
    // Far in bits.
    look("d", { hash: "ffffffffffffffff" }),
    // Near in bits, and another picture.
    look("e", { thumb: ramp.map((_, at) => at) }),
    look("f", flat),
  ], 64);
  assert.deepEqual(kinds(found), [
    "warning near-duplicates",
    "warning labels",
    "warning flat",
  ]);
  assert.deepEqual(found[0]?.about, ["a (train), b (valid)"]);
  assert.deepEqual(found[1]?.about, ['a is "cat", b is "dog"']);
  // The very same file is no look-alike: that is told by its hash.
  assert.deepEqual(pictures(front, [look("a"), look("c")], 64), []);
});

Deno.test("pictures that are small or long are told", () => {
  const front = frontOf([]);
  const found = pictures(front, [
    look("small", { width: 20 }),
    look("long", { width: 400, hash: "ffffffffffffffff" }),
    look("usual", { hash: "00000000ffffffff" }),
  ], 64);
  assert.deepEqual(
    found.map(({ kind, level, about }) => [kind, level, about]),
    [
      ["sizes", "note", ["small: 20 x 100"]],
      ["sizes", "warning", ["small: 20 x 100", "long: 400 x 100"]],
    ],
  );
});
