import assert from "node:assert/strict";
import { fieldsOf, typeText } from "../../../../src/app/serve/page/fields.mjs";

const share = { type: "number", minimum: 0, maximum: 1 };

Deno.test("fieldsOf() tells what is within objects and lists, each after what it is in", () => {
  const grid = { type: "object", properties: { step: share } };
  const cell = { properties: { column: { type: "string" }, value: {} } };
  const schema = {
    properties: {
      label: { enum: ["cat", true] },
      grid: { ...grid, description: "Where it lies" },
      unmet: { type: "array", items: cell },
      map: { type: "array", items: { type: "array", items: share } },
      flag: { type: ["boolean", "null"] },
    },
  };
  assert.deepEqual(fieldsOf(schema), [
    ["label", '"cat" or true', ""],
    ["grid", "object", "Where it lies"],
    ["grid.step", "number, 0 to 1", ""],
    ["unmet", "a list", ""],
    ["unmet[].column", "string", ""],
    ["unmet[].value", "anything", ""],
    ["map", "a list: a list: number, 0 to 1", ""],
    ["flag", "boolean or null", ""],
  ]);
});

Deno.test("fieldsOf() tells a few of many fields that are alike, and all that are not", () => {
  const of = (count: number, odd = {}) => ({
    properties: Object.fromEntries(
      Array.from(
        { length: count },
        (_, at) => [`c${at}`, at === 0 ? { ...share, ...odd } : share],
      ),
    ),
  });
  assert.equal(fieldsOf(of(6)).length, 6);
  const many = fieldsOf(of(1000));
  assert.deepEqual(many.map(([path]) => path), [
    "c0",
    "c1",
    "c2",
    "…",
  ]);
  assert.equal(many.at(-1)?.[1], "997 more like these");
  assert.equal(fieldsOf(of(1000, { minimum: -1 })).length, 1000);
});

Deno.test("typeText() says what is no object in a few words", () => {
  assert.equal(typeText({ type: "string", format: "binary" }), "a file");
  const classes = Array.from({ length: 9 }, (_, at) => `c${at}`);
  assert.equal(
    typeText({ enum: classes }),
    '"c0", "c1", "c2", "c3", "c4", "c5" or 3 more',
  );
  const row = { type: "object", properties: { x: share } };
  const rows = { oneOf: [row, { type: "array", items: row }] };
  assert.equal(typeText(rows), "object or a list: object");
  assert.deepEqual(fieldsOf(rows), [["x", "number, 0 to 1", ""]]);
});
