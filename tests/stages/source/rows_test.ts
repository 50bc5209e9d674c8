import assert from "node:assert/strict";
import fc from "fast-check";
import { rows } from "../../../src/stages/source/rows.ts";
import { type HasList, Machine, refusal } from "./_host.ts";

async function itemsOf({ behaviour }: HasList) {
  return (await behaviour.list(new Machine({}))).items;
}

/** The id of each row, by the row's text. */
async function idByRow(source: HasList): Promise<ReadonlyMap<string, string>> {
  const items = await itemsOf(source);
  return new Map(items.map(({ id, item }) => [JSON.stringify(item), id]));
}

Deno.test("rows() lists its rows, sorted by id", async () => {
  const given = [{ a: 1, b: "x" }, { a: 2, b: "y" }, { a: 3, b: "z" }];
  const source = rows(given);
  const items = await itemsOf(source);
  const ids = items.map(({ id }) => id);
  assert.deepEqual(ids, ids.toSorted());
  assert.equal(new Set(ids).size, 3);
  assert.deepEqual(
    items.map(({ item }) => JSON.stringify(item)).sort(),
    given.map((row) => JSON.stringify(row)),
  );
  assert.equal(source.behaviour.lists, "row");
});

Deno.test("rows() gives a row the same id on every machine", async () => {
  const [item] = await itemsOf(rows([{ b: true, a: 0.1 }]));
  // sha256 begins so for {"a":0.1,"b":true}: whatever the order of the columns.
  assert.equal(item?.id, "420e868215f86e64-1");
});

Deno.test("rows() changes no id when a row is added", async () => {
  const row = fc.record({ a: fc.nat({ max: 3 }), b: fc.boolean() });
  const some = fc.array(row, { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(some, row, async (given, more) => {
      const ids = async (source: HasList) =>
        (await itemsOf(source)).map(({ id }) => id);
      const before = await ids(rows(given));
      const first = await ids(rows([more, ...given]));
      const last = await ids(rows([...given, more]));
      assert.deepEqual(first, last);
      assert.deepEqual(before.filter((id) => !first.includes(id)), []);
      assert.equal(new Set(first).size, given.length + 1);
    }),
    { seed: 1 },
  );
});

Deno.test("rows() tells equal rows apart by a number", async () => {
  const items = await itemsOf(rows([{ a: 1 }, { a: 1 }, { a: 1 }]));
  const [stem] = items[0]!.id.split("-");
  assert.deepEqual(
    items.map(({ id }) => id),
    [`${stem}-1`, `${stem}-2`, `${stem}-3`],
  );
});

Deno.test("rows() takes ids from a column", async () => {
  const source = rows([{ name: "b", n: 1 }, { name: "a", n: 2 }], {
    id: "name",
  });
  assert.equal(source.params.id, "name");
  const ids = await idByRow(source);
  assert.equal(ids.get('{"name":"b","n":1}'), "b");
  assert.deepEqual([...ids.values()], ["a", "b"]);
});

Deno.test("rows() refuses ids that are not one a row", async () => {
  await assert.rejects(
    itemsOf(rows([{ n: 1 }, { n: 1 }], { id: "n" })),
    refusal('Cannot name the rows of "rows" by column "n": two rows have "1"'),
  );
  await assert.rejects(
    itemsOf(rows([{ n: 1 }, { n: null }], { id: "n" })),
    refusal(
      'Cannot name the rows of "rows" by column "n": row 2 of them has no value there',
    ),
  );
});

Deno.test("rows() refuses to list none", async () => {
  await assert.rejects(
    itemsOf(rows([])),
    refusal('Cannot list rows of "rows": there are none'),
  );
});

Deno.test("rows() refuses what is no plain data, and says where", () => {
  assert.throws(
    () => rows([{ a: 1 }, { a: NaN }]),
    /^PipelineError: Cannot make source "rows": rows\.1\.a: /,
  );
});
