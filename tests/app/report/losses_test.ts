import assert from "node:assert/strict";
import type { Contents, LossCard } from "../../../src/app/report/contents.ts";
import { losses } from "../../../src/app/report/section/losses.ts";
import { elementsOf } from "./_page.ts";

/** The part of a report about the worst items. */
function partOf(
  cards: readonly Partial<LossCard>[],
  inspection: object = { target: "category" },
  params: object = {},
): string {
  const contents = {
    cards: cards.map((card, at) => ({
      item: `id-${at}`,
      loss: 1.5,
      actual: "cat",
      predicted: "dog",
      right: false,
      confidence: 0.9,
      probability: 0.1,
      ...card,
    })),
    inspection,
    description: { input: { op: "features", params } },
  };
  const part = losses(contents as unknown as Contents).body.toString();
  elementsOf(part);
  return part.replaceAll(/\s+/g, " ");
}

const heads = (part: string) =>
  [...part.matchAll(/<th scope="col"[^>]*>([^<]*)</g)].map(([, text]) => text);

Deno.test("the worst rows are a table, what the input reads first", () => {
  const row = { name: "<b>", wind: 1.23456789, at: null, rain: true };
  const part = partOf([{ row }, { row: { ...row, wind: 12 } }], undefined, {
    continuous: ["wind"],
    categorical: ["rain", "absent"],
  });
  assert.deepEqual(heads(part), [
    "rank",
    "the model said",
    "it is",
    "loss",
    "wind",
    "rain",
    "name",
    "at",
    "id",
  ]);
  assert.match(part, />1\.23457<\/td>/);
  assert.match(part, />&lt;b&gt;<\/td>/);
  assert.match(part, />–<\/td>/);
  assert.doesNotMatch(part, /no picture/);
});

Deno.test("what rows are called is told where that is a name, once", () => {
  const digest = { item: "0123456789abcdef-1" };
  assert.ok(!heads(partOf([{ ...digest, row: { x: 1 } }])).includes("id"));
  const own = { item: "7", row: { number: 7 } };
  assert.ok(!heads(partOf([own])).includes("id"));
  const text = "word ".repeat(40);
  assert.doesNotMatch(partOf([{ ...digest, row: { text } }]), /0123456789/);
  assert.match(partOf([{ item: "review 3", row: { text } }]), /review 3/);
});

Deno.test("of wide rows some columns are shown, and that is said", () => {
  const row = Object.fromEntries(
    Array.from({ length: 30 }, (_, at) => [`c${at}`, at]),
  );
  const part = partOf([{ row }]);
  assert.equal(heads(part).length, 4 + 8 + 1);
  assert.match(part, /with 8 of their 30 columns/);
});

Deno.test("of numbers it is told by how much and to which side they are off", () => {
  const card = { actual: "10", predicted: "12.3456", right: null };
  const row = { x: 1 };
  const part = partOf(
    [{ ...card, row }, { ...card, predicted: "7", row }],
    { target: "quantity", residuals: { meanAbsolute: 3 } },
  );
  assert.deepEqual(heads(part).slice(1, 4), ["predicted", "actual", "off by"]);
  assert.match(part, />\+2\.35</);
  assert.match(part, />-3</);
  assert.match(part, /farthest off/);
});

Deno.test("texts are shown as texts, and no longer than one reads", () => {
  const text = "word ".repeat(200);
  const part = partOf([{ row: { text, mood: "bad" } }, { row: { text: "a" } }]);
  const [quote = ""] = part.match(/<blockquote>.*?<\/blockquote>/) ?? [];
  assert.ok(quote.length > 300 && quote.length < 400);
  assert.match(part, /<ul class="cards texts">/);
  // A short one beside it is a text all the same.
  assert.match(part, /<blockquote>a<\/blockquote>/);
  assert.doesNotMatch(part, /no picture/);
});

Deno.test("a picture that is gone leaves its place", () => {
  assert.match(partOf([{}]), /<ul class="cards pictures">.*no picture/);
});
