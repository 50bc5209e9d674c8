import assert from "node:assert/strict";
import fc from "fast-check";
import { random } from "../../../src/stages/split/random.ts";
import fastai from "../../fixtures/random_split/random_split.json" with {
  type: "json",
};
import {
  anyItems,
  anyShares,
  assertPartition,
  numbered,
  refusal,
  setById,
} from "./_items.ts";

const order = "torch";

function indices(ids: readonly string[]): number[] {
  return ids.map((id) => Number(id.replace("item ", "")));
}

Deno.test(`random() in torch's order divides as fastai ${fastai.fastai}`, () => {
  for (const { items, valid, seed, held, train } of fastai.divisions) {
    // fastai's validation set of no items is an error here, below.
    if (held.count === 0) continue;
    const { behaviour } = random({ valid, seed, order });
    const sets = behaviour.divide(numbered(items));
    const found = indices(sets.valid);
    assert.equal(sets.train.length, train);
    assert.equal(found.length, held.count);
    assert.deepEqual(found.slice(0, 12), held.first);
    assert.deepEqual(found.slice(-4), held.last);
    const sum = found.reduce((sum, each, at) => sum + (at + 1) * each, 0);
    assert.equal(sum % 1_000_003, held.checksum);
  }
});

Deno.test("random() in torch's order puts every item into exactly one set", () => {
  fc.assert(
    fc.property(anyItems, anyShares, (items, shares) => {
      const { valid, test } = shares;
      fc.pre(valid + test < 1 && Math.floor(valid * items.length) > 0);
      fc.pre(test === 0 || Math.floor(test * items.length) > 0);
      const { behaviour } = random({ ...shares, order });
      assertPartition(items, behaviour.divide(items));
    }),
    { seed: 1 },
  );
});

Deno.test("random() in torch's order keeps validation where a test set is cut off", () => {
  const items = numbered(100);
  const without = random({ valid: 0.29, seed: 42, order }).behaviour;
  const { behaviour } = random({ valid: 0.29, test: 0.1, seed: 42, order });
  const sets = behaviour.divide(items);
  assert.deepEqual(sets.valid, without.divide(items).valid);
  assert.deepEqual(
    [sets.valid, sets.test, sets.train].map(({ length }) => length),
    [28, 10, 62],
  );
});

Deno.test("random() in torch's order follows the order of the items", () => {
  const items = numbered(20);
  const { behaviour } = random({ valid: 0.5, seed: 42, order });
  const forwards = setById(behaviour.divide(items));
  const backwards = setById(behaviour.divide(items.toReversed()));
  items.forEach(({ id }, at) => {
    assert.equal(forwards.get(id), backwards.get(items.at(-1 - at)?.id ?? ""));
  });
});

Deno.test("random() has no order in its params unless told, and so its old key", () => {
  assert.ok(!("order" in random({ valid: 0.2, seed: 42 }).params));
  assert.deepEqual(random({ valid: 0.2, seed: 42, order }).params, {
    valid: 0.2,
    test: 0,
    seed: 42,
    stratify: false,
    order: "torch",
  });
});

Deno.test("random() in torch's order refuses a share of no item", () => {
  const { behaviour } = random({ valid: 0.2, seed: 42, order });
  const error = refusal(
    () => behaviour.divide(numbered(4)),
    'Cannot split with random(): no item is left for "valid" (train 4, valid 0, test 0)',
  );
  assert.equal(
    error.remedy,
    "Add items, or raise the share: it is rounded down, as in fastai",
  );
});

Deno.test("random() in torch's order refuses to stratify", () => {
  refusal(
    () => random({ valid: 0.2, seed: 42, order, stratify: true }),
    `Cannot make split "random": order "torch" cannot stratify: fastai's splitter knows no classes`,
  );
});
