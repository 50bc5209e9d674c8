import assert from "node:assert/strict";
import { cardsOf } from "../../../src/app/clean/cards.ts";
import { contentOf } from "../../../src/flow/clean/choice.ts";
import type { Front } from "../../../src/flow/graph/front.ts";

const IDS = ["a", "b", "c", "d", "e", "f"];

/** `b` and `e` are the same file; `c` and `f` are another. */
const front: Front = {
  items: IDS.map((id) => ({
    id,
    item: { path: id },
    file: {
      absolute: `/data/${id}`,
      sha256: ({ e: "b", f: "c" }[id] ?? id).repeat(64),
    },
  })),
  labels: IDS.map((_, at) => at % 2 === 0 ? "cat" : "dog"),
  sets: { train: ["a", "b"], valid: ["c", "d", "e"], test: ["f"] },
};

const predictions = {
  target: "category" as const,
  count: 3,
  columns: 2,
  classes: ["cat", "dog"],
  // c is right and sure, d wrong, e not a number.
  outputs: new Float32Array([0.9, 0.1, 0.8, 0.2, NaN, NaN]),
  targets: new Float32Array([1, 0, 0, 1, 1, 0]),
};

const gathered = {
  front,
  asked: [{ ids: front.sets.valid, predictions }],
  looks: [],
  choices: new Map(),
  limit: 10,
};

Deno.test("cards stand by their losses, the worst first, with what the model said", () => {
  const cards = cardsOf(gathered);
  assert.deepEqual(cards.map(({ id }) => id), ["e", "d", "c", "b"]);
  const { said, content, file, label, set } = cards[1] ?? {};
  assert.equal(said?.predicted, "cat");
  assert.equal(said?.right, false);
  assert.ok(Math.abs((said?.confidence ?? 0) - 0.8) < 1e-6);
  assert.ok(Math.abs((said?.loss ?? 0) + Math.log(0.2)) < 1e-6);
  assert.deepEqual([content, file, label, set], [
    "d".repeat(16),
    "/data/d",
    "dog",
    "valid",
  ]);
});

Deno.test("of the test set there is no card, only that a copy is there", () => {
  const cards = cardsOf(gathered);
  assert.ok(!cards.some(({ id }) => id === "f"));
  const groups = new Map(cards.map((card) => [card.id, card.group]));
  assert.equal(groups.get("b"), groups.get("e"));
  assert.notEqual(groups.get("b"), groups.get("c"));
  assert.equal(groups.get("d"), undefined);
  assert.deepEqual(
    cards.filter(({ sealed }) => sealed).map(({ id }) => id),
    ["c"],
  );
});

Deno.test("so many losses are shown as are asked for, and all that was chosen about", () => {
  const [a] = front.items;
  assert.ok(a);
  const choice = {
    item: "a",
    choice: "keep",
    was: "cat",
    content: contentOf(a),
  } as const;
  const shown = (limit: number, choices = new Map([["a", choice]])) =>
    cardsOf({ ...gathered, limit, choices }).map(({ id }) => id);
  assert.deepEqual(shown(1), ["e", "c", "a", "b"]);
  assert.deepEqual(shown(2), ["e", "d", "c", "a", "b"]);
});

Deno.test("pictures that look the same are of one group, rows are cards too", () => {
  const thumb = Array.from({ length: 64 }, (_, at) => (at * 37) % 256);
  const look = (id: string) => ({
    id,
    width: 8,
    height: 8,
    hash: "0123456789abcdef",
    thumb,
  });
  const cards = cardsOf({ ...gathered, looks: [look("a"), look("d")] });
  const of = (id: string) => cards.find((card) => card.id === id)?.group;
  assert.ok(of("a") !== undefined);
  assert.equal(of("a"), of("d"));

  const rows: Front = {
    items: ["1", "2"].map((id) => ({ id, item: { x: id } })),
    labels: [1.5, 2.5],
    sets: { train: ["1"], valid: ["2"], test: [] },
  };
  const [card, ...others] = cardsOf({
    ...gathered,
    front: rows,
    asked: [{
      ids: ["2"],
      predictions: {
        target: "quantity",
        count: 1,
        columns: 1,
        classes: [],
        outputs: new Float32Array([4]),
        targets: new Float32Array([2.5]),
      },
    }],
  });
  assert.equal(others.length, 0);
  assert.deepEqual(card?.row, { x: "2" });
  assert.deepEqual(card?.said, {
    actual: "2.5",
    predicted: "4",
    right: null,
    loss: 2.25,
  });
});
