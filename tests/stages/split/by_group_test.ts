import assert from "node:assert/strict";
import fc from "fast-check";
import type { ImageFile } from "../../../src/flow/kinds/items.ts";
import { byGroup, byGroupStage } from "../../../src/stages/split/by_group.ts";
import {
  anyShares,
  assertPartition,
  fileItems,
  refusal,
  rowItems,
  setById,
} from "./_items.ts";

const shares = { valid: 0.3, seed: 5 };

/** Rows of ten drivers, six each. */
const drives = rowItems(
  Array.from({ length: 60 }, (_, at) => ({ driver: at % 10, speed: at })),
);

Deno.test("byGroup() has the expected defaults", () => {
  const params = { valid: 0.3, test: 0, seed: 5 };
  assert.deepEqual(byGroup("driver", shares).params, {
    ...params,
    column: "driver",
  });
  assert.deepEqual(byGroup(() => 1, shares).params, params);
});

Deno.test("byGroup() has no group on both sides", () => {
  const column = fc.oneof(fc.string(), fc.nat({ max: 5 }), fc.boolean());
  const rows = fc.array(fc.record({ group: column, more: fc.nat() }));
  fc.assert(
    fc.property(rows, anyShares, (rows, shares) => {
      const groupOf = (row: { readonly group: unknown }) =>
        JSON.stringify(row.group);
      fc.pre(new Set(rows.map(groupOf)).size >= 3);
      fc.pre(shares.valid + shares.test < 1);
      const items = rowItems(rows);
      const sets = byGroup("group", shares).behaviour.divide(items);
      assertPartition(items, sets);
      const setOf = setById(sets);
      const setOfGroup = new Map<string, string | undefined>();
      items.forEach(({ id }, at) => {
        const name = groupOf(rows[at]!);
        const set = setOfGroup.get(name) ?? setOf.get(id);
        assert.equal(setOf.get(id), set);
        setOfGroup.set(name, set);
      });
    }),
    { seed: 1 },
  );
});

Deno.test("byGroup() takes a column or a function alike", () => {
  const { behaviour } = byGroup(
    (row: { readonly driver: number }) => row.driver,
    shares,
  );
  assert.deepEqual(
    behaviour.divide(drives),
    byGroup("driver", shares).behaviour.divide(drives),
  );
});

Deno.test("byGroup() reads the names of files", () => {
  const files = fileItems(["ann_1.jpg", "bob_1.jpg", "ann_2.jpg", "bob_2.jpg"]);
  const { behaviour } = byGroup(
    (file: ImageFile) => file.name.split("_")[0] ?? "",
    shares,
  );
  const { train, valid } = behaviour.divide(files);
  assert.equal(train.length, 2);
  assert.equal(new Set(valid.map((id) => id.slice(0, 3))).size, 1);
});

Deno.test("byGroup() moves no other group when an item or a group is added", () => {
  const { behaviour } = byGroup("driver", { valid: 0.3, test: 0.2, seed: 2 });
  const before = setById(behaviour.divide(drives));
  const more = [
    ...drives,
    ...rowItems([{ driver: 3 }, { driver: 77 }]).map(
      (each) => ({ ...each, id: `new ${each.id}` }),
    ),
  ];
  const after = setById(behaviour.divide(more));
  for (const { id } of drives) assert.equal(after.get(id), before.get(id));
});

Deno.test("byGroup() tells the number 1 from the word 1", () => {
  const items = rowItems([{ group: 1 }, { group: "1" }]);
  const { train, valid } = byGroup("group", shares).behaviour.divide(items);
  assert.deepEqual([train.length, valid.length], [1, 1]);
});

Deno.test("byGroup() refuses fewer groups than sets", () => {
  const items = rowItems([{ driver: 1 }, { driver: 1 }, { driver: 1 }]);
  const error = refusal(
    () => byGroup("driver", shares).behaviour.divide(items),
    "Cannot split 1 groups into 2 sets: each set needs at least 1",
  );
  assert.equal(
    error.remedy,
    "Group items more finely, or split them with random()",
  );
});

Deno.test("byGroup() refuses a row without that column", () => {
  refusal(
    () => byGroup("car", shares).behaviour.divide(drives),
    'Cannot split row "row 0" by "car": the row has no such column',
  );
  refusal(
    () => byGroup("car", shares).behaviour.divide(rowItems([{ car: null }])),
    'Cannot split row "row 0" by "car": expected a string, number or boolean, got null',
  );
});

Deno.test("byGroup() names the item on which its function throws", () => {
  const { behaviour } = byGroup((row: { readonly speed: number }) => {
    if (row.speed === 7) throw new Error("too slow");
    return row.speed;
  }, shares);
  const error = refusal(
    () => behaviour.divide(drives),
    'Cannot group "row 7": too slow',
  );
  assert.equal(error.item, "row 7");
  assert.ok(error.cause instanceof Error);
});

Deno.test("byGroup() names the item for which its function has no answer", () => {
  const { behaviour } = byGroup(
    (file: ImageFile) => file.name.split("_")[1] as string,
    shares,
  );
  refusal(
    () => behaviour.divide(fileItems(["a_1.jpg", "b.jpg"])),
    'Cannot group "b.jpg": the function of byGroup() returned undefined',
  );
});

Deno.test("byGroup() says so when its function stayed in the pipeline file", () => {
  const { behaviour } = byGroupStage({ ...shares });
  refusal(
    () => behaviour.divide(drives),
    'Cannot split with "byGroup": its function is in the pipeline file, which is not loaded here',
  );
});

Deno.test("byGroup() warns where one group is most of the items", () => {
  const items = rowItems([3, 3, 3, 1, 2].map((driver) => ({ driver })));
  const { behaviour } = byGroup("driver", shares);
  assert.deepEqual(behaviour.warnings?.(items), [
    "Group 3 holds 3 of 5 items, and all of them are in one set; sets may be far from the shares asked for",
  ]);
  assert.deepEqual(behaviour.warnings?.(drives), []);
});

Deno.test("byGroup() says which share is wrong", () => {
  refusal(
    () => byGroup("driver", { valid: 0.5, test: 0.5, seed: 1 }),
    'Cannot make split "byGroup": valid and test must add up to less than 1, so that some items train',
  );
});
