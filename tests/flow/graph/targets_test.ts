import assert from "node:assert/strict";
import fc from "fast-check";
import {
  columnsOf,
  encodeLabel,
  vocabularyOf,
} from "../../../src/flow/graph/targets.ts";
import type { LabelValue } from "../../../src/flow/kinds/targets.ts";

const anyLoss = {
  op: "anyLoss",
  targets: ["category", "quantity", "tags"],
} as const;

const labelled = (labels: readonly LabelValue[]) =>
  labels.map((label, at) => ({ id: `item ${at}`, label }));

const vocabularyFor = (...labels: readonly LabelValue[]) =>
  vocabularyOf(labelled(labels), anyLoss);

const encode = (
  vocabulary: ReturnType<typeof vocabularyFor>,
  label: LabelValue,
) => encodeLabel(vocabulary, { id: "odd.png", label });

Deno.test("words are classes, sorted by code unit", () => {
  const vocabulary = vocabularyFor("dog", "cat", "dog", "Zebra", "été");
  assert.deepEqual(vocabulary, {
    kind: "category",
    classes: ["Zebra", "cat", "dog", "été"],
  });
  assert.equal(columnsOf(vocabulary), 4);
  assert.deepEqual(encode(vocabulary, "dog"), [0, 0, 1, 0]);
});

Deno.test("false is the first class, and true the second", () => {
  const vocabulary = vocabularyFor(true, false, true);
  assert.deepEqual(vocabulary.classes, [false, true]);
  assert.deepEqual(encode(vocabulary, true), [0, 1]);
  assert.deepEqual(encode(vocabulary, false), [1, 0]);
});

Deno.test("a number is one column, its value", () => {
  const vocabulary = vocabularyFor(3, -1.5, 3);
  assert.deepEqual(vocabulary, { kind: "quantity", classes: [] });
  assert.equal(columnsOf(vocabulary), 1);
  assert.deepEqual(encode(vocabulary, 7.25), [7.25]);
});

Deno.test("tags are any number of classes, one or none among them", () => {
  const vocabulary = vocabularyFor(["sea", "sun"], [], ["city", "sun", "sun"]);
  assert.deepEqual(vocabulary, {
    kind: "tags",
    classes: ["city", "sea", "sun"],
  });
  assert.deepEqual(encode(vocabulary, ["sun", "city"]), [1, 0, 1]);
  assert.deepEqual(encode(vocabulary, ["sun", "sun"]), [0, 0, 1]);
  assert.deepEqual(encode(vocabulary, []), [0, 0, 0]);
  assert.deepEqual(vocabularyFor(["sun"], []).classes, ["sun"]);
});

Deno.test("the order of the items is not in the classes", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string(), { minLength: 2 }),
      (words) => {
        assert.deepEqual(
          vocabularyFor(...words),
          vocabularyFor(...words.toReversed()),
        );
        const vocabulary = vocabularyFor(...words);
        for (const word of words) {
          const row = encode(vocabulary, word);
          assert.equal(vocabulary.classes[row.indexOf(1)], word);
          assert.equal(row.reduce((sum, each) => sum + each), 1);
        }
      },
    ),
    { seed: 1 },
  );
});

Deno.test("labels of two types pose no problem", () => {
  const mixtures: readonly (readonly [LabelValue, LabelValue, string])[] = [
    ["cat", 1, '"cat" and "item 2" 1'],
    ["cat", true, '"cat" and "item 2" true'],
    [1, ["a"], '1 and "item 2" ["a"]'],
    [["a"], "a", '["a"] and "item 2" "a"'],
  ];
  for (const [first, second, named] of mixtures) {
    assert.throws(() => vocabularyFor(first, first, second), {
      name: "PipelineError",
      message: `Cannot tell the problem: "item 0" is labelled ${named}`,
      remedy: "Return one type of label for every item",
    });
  }
});

Deno.test("a loss is told of labels that it does not score", () => {
  const mse = { op: "mse", targets: ["quantity"] } as const;
  assert.throws(() => vocabularyOf(labelled(["cat", "dog"]), mse), {
    name: "PipelineError",
    message: 'Cannot score labels such as "cat" (category) with mse',
    stage: "loss",
  });
});

Deno.test("one class, or no tag, is nothing to learn", () => {
  const least: readonly (readonly [readonly LabelValue[], string])[] = [
    [["cat", "cat"], '"cat"'],
    [[true], "true"],
    [[[], []], "nothing"],
    [[], "nothing"],
  ];
  for (const [labels, only] of least) {
    assert.throws(() => vocabularyFor(...labels), {
      name: "PipelineError",
      message: `Cannot learn classes: every training item is labelled ${only}`,
    });
  }
});

Deno.test("a class that was not trained on cannot be scored", () => {
  assert.throws(() => encode(vocabularyFor("dog", "cat"), "cow"), {
    name: "PipelineError",
    message: 'Cannot score "odd.png": no training item is labelled "cow"',
    remedy:
      "Add training items of that class or split with stratify; known classes are cat, dog",
  });
  assert.throws(() => encode(vocabularyFor(["a"]), ["a", "b"]), {
    message: 'Cannot score "odd.png": no training item is labelled "b"',
  });
});

Deno.test("a label of another type than those of training cannot be scored", () => {
  const others: readonly (readonly [LabelValue, LabelValue, string])[] = [
    [1, "2", '"2", and training items are labelled with a number'],
    [1, true, "true, and training items are labelled with a number"],
    ["cat", 1, "1, and training items are labelled with a class"],
    ["cat", ["cat"], '["cat"], and training items are labelled with a class'],
    [
      ["cat"],
      "cat",
      '"cat", and training items are labelled with a list of tags',
    ],
  ];
  for (const [trained, label, named] of others) {
    const second = trained === "cat" ? "dog" : trained;
    const vocabulary = vocabularyFor(trained, second);
    assert.throws(() => encode(vocabulary, label), {
      name: "PipelineError",
      message: `Cannot score "odd.png": it is labelled ${named}`,
      stage: "label",
    });
  }
  assert.throws(() => encode(vocabularyFor("true", "false"), true), {
    message: 'Cannot score "odd.png": no training item is labelled "true"',
  });
});
