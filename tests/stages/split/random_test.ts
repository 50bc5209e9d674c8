import assert from "node:assert/strict";
import fc from "fast-check";
import { random } from "../../../src/stages/split/random.ts";
import {
  anyItems,
  anyShares,
  assertPartition,
  numbered,
  refusal,
  rowItems,
  setById,
} from "./_items.ts";

Deno.test("random() has the expected defaults", () => {
  assert.deepEqual(random({ valid: 0.2, seed: 42 }).params, {
    valid: 0.2,
    test: 0,
    seed: 42,
    stratify: false,
  });
});

Deno.test("random() puts every item into exactly one set", () => {
  const stratify = fc.boolean();
  fc.assert(
    fc.property(anyItems, anyShares, stratify, (items, shares, stratify) => {
      fc.pre(shares.valid + shares.test < 1);
      const { behaviour } = random({ ...shares, stratify });
      assertPartition(items, behaviour.divide(items));
    }),
    { seed: 1 },
  );
});

Deno.test("random() puts the same item in the same set on every run", () => {
  const ids = ["a", "b", "c", "d", "e", "f", "g", "h"];
  const items = ids.map((id) => ({ id, item: null, label: "one" }));
  const { behaviour } = random({ valid: 0.4, seed: 42 });
  // Fixed: another result here means that every user's sets have moved.
  assert.deepEqual(behaviour.divide(items).valid, ["a", "e", "f"]);
});

Deno.test("random() does not care for the order of the items", () => {
  fc.assert(
    fc.property(anyItems, anyShares, (items, shares) => {
      fc.pre(shares.valid + shares.test < 1);
      const { behaviour } = random(shares);
      const forwards = setById(behaviour.divide(items));
      const backwards = setById(behaviour.divide(items.toReversed()));
      for (const { id } of items) {
        assert.equal(forwards.get(id), backwards.get(id));
      }
    }),
    { seed: 1 },
  );
});

Deno.test("random() moves no other item when one is added", () => {
  const items = numbered(200);
  const { behaviour } = random({ valid: 0.2, test: 0.1, seed: 7 });
  const before = setById(behaviour.divide(items));
  for (let added = 0; added < 50; added++) {
    const more = [...items, { id: `new ${added}`, item: null, label: "one" }];
    const after = setById(behaviour.divide(more));
    for (const { id } of items) assert.equal(after.get(id), before.get(id));
  }
});

Deno.test("random() comes near its shares", () => {
  const sets = random({ valid: 0.2, test: 0.1, seed: 42 }).behaviour.divide(
    numbered(10_000),
  );
  // Four standard deviations of a binomial: 160 and 120.
  assert.ok(Math.abs(sets.valid.length - 2000) < 160);
  assert.ok(Math.abs(sets.test.length - 1000) < 120);
});

Deno.test("random() divides anew with another seed", () => {
  const items = numbered(100);
  const one = random({ valid: 0.5, seed: 1 }).behaviour.divide(items);
  const two = random({ valid: 0.5, seed: 2 }).behaviour.divide(items);
  const shared = one.valid.filter((id) => two.valid.includes(id));
  // Of about 50, half by chance.
  assert.ok(shared.length > 10 && shared.length < 40);
});

Deno.test("random() leaves no set empty, whatever chance says", () => {
  for (let seed = 0; seed < 50; seed++) {
    for (const stratify of [false, true]) {
      const split = random({ valid: 0.01, test: 0.01, seed, stratify });
      const { train, valid, test } = split.behaviour.divide(numbered(3));
      assert.deepEqual([train.length, valid.length, test.length], [1, 1, 1]);
    }
  }
});

Deno.test("random() cuts each class at the same shares when it stratifies", () => {
  const items = ["cat", "dog", "dog", "dog"].flatMap((label, kind) =>
    Array.from(
      { length: 30 },
      (_, at) => ({ id: `${kind} ${at}`, item: null, label }),
    )
  );
  const split = random({ valid: 0.2, test: 0.1, seed: 3, stratify: true });
  const sets = split.behaviour.divide(items);
  const cats = (ids: readonly string[]) =>
    ids.filter((id) => id.startsWith("0")).length;
  assert.deepEqual(
    [sets.valid, sets.test, sets.train].map((ids) => [ids.length, cats(ids)]),
    [[24, 6], [12, 3], [84, 21]],
  );
});

Deno.test("random() trains on a class of one item when it stratifies", () => {
  const items = [...numbered(9), { id: "rare", item: null, label: "other" }];
  const split = random({ valid: 0.9, seed: 3, stratify: true });
  assert.ok(split.behaviour.divide(items).train.includes("rare"));
});

Deno.test("random() refuses fewer items than sets", () => {
  const two = random({ valid: 0.2, seed: 1 }).behaviour;
  refusal(
    () => two.divide(numbered(1)),
    "Cannot split 1 items into 2 sets: each set needs at least 1",
  );
  refusal(
    () => two.divide([]),
    "Cannot split 0 items into 2 sets: each set needs at least 1",
  );
  const three = random({ valid: 0.2, test: 0.2, seed: 1 }).behaviour;
  const error = refusal(
    () => three.divide(numbered(2)),
    "Cannot split 2 items into 3 sets: each set needs at least 1",
  );
  assert.equal(error.remedy, "Add items to the source");
});

Deno.test("random() refuses to stratify where each class has one item", () => {
  const items = ["a", "b"].map((id) => ({ id, item: null, label: id }));
  const split = random({ valid: 0.5, seed: 1, stratify: true });
  refusal(
    () => split.behaviour.divide(items),
    'Cannot split with random(): no item is left for "valid" (train 2, valid 0, test 0)',
  );
});

Deno.test("random() refuses to stratify by a number", () => {
  const items = [1.5, 2].map((label) => ({
    id: `${label}`,
    item: null,
    label,
  }));
  const split = random({ valid: 0.5, seed: 1, stratify: true });
  refusal(
    () => split.behaviour.divide(items),
    'Cannot stratify by the label of "1.5": 1.5 is not a class',
  );
});

Deno.test("random() says which share is wrong", () => {
  const message = (valid: number, test?: number) => {
    try {
      random({ valid, seed: 1, ...(test === undefined ? {} : { test }) });
    } catch (error) {
      return error instanceof Error ? error.message : "";
    }
    return "";
  };
  assert.match(message(0), /^Cannot make split "random": valid: .*>0/);
  assert.match(message(1), /valid: .*<1/);
  assert.match(message(NaN), /valid: /);
  assert.match(message(0.5, -0.1), /test: /);
  assert.equal(
    message(0.6, 0.4),
    'Cannot make split "random": valid and test must add up to less than 1, so that some items train',
  );
});

Deno.test("random() warns of rows with dates and says what to use", () => {
  const days = Array.from(
    { length: 10 },
    (_, at) => ({ rain: at, date: `2015-01-${10 + at}` }),
  );
  const { behaviour } = random({ valid: 0.2, seed: 1 });
  assert.deepEqual(behaviour.warnings?.(rowItems(days)), [
    'Column "date" holds dates, and random() validates on days between those it trains on, which looks better than it is; to validate on later days, use after("date", "2015-01-18")',
  ]);
});

Deno.test("random() does not warn of what is no series of dates", () => {
  const { behaviour } = random({ valid: 0.2, seed: 1 });
  const warnings = (rows: Parameters<typeof rowItems>[0]) =>
    behaviour.warnings?.(rowItems(rows));
  assert.deepEqual(warnings([{ a: 1 }, { a: 2 }]), []);
  assert.deepEqual(warnings([{ a: "2015-01-01" }, { a: "later" }]), []);
  assert.deepEqual(warnings([{ a: "2015-01-01" }, { a: "2015-01-01" }]), []);
  assert.deepEqual(warnings([{ a: "2015-13-01" }, { a: "2015-14-01" }]), []);
  assert.deepEqual(warnings([]), []);
  assert.deepEqual(behaviour.warnings?.(numbered(3)), []);
});
