import assert from "node:assert/strict";
import type { Json } from "../../../src/flow/kinds/json.ts";
import { features } from "../../../mod.ts";

const { behaviour } = features({
  continuous: ["age", "gain"],
  categorical: ["work", "paid"],
});

const training: readonly Json[] = [
  { age: 17, gain: null, work: "clerk", paid: true },
  { age: 90, gain: 5, work: null, paid: false },
  { age: 40, gain: 5, work: "nurse", paid: true },
];

/** The cells of a row that are beyond the training rows. */
function beyond(row: Json) {
  const met = behaviour.meet?.(training);
  assert.ok(met !== undefined);
  // It is kept in a file.
  return behaviour.unmet?.(JSON.parse(JSON.stringify(met)))(row);
}

Deno.test("features() finds nothing beyond in the rows that it met", () => {
  for (const row of training) assert.deepEqual(beyond(row), []);
});

Deno.test("features() names numbers out of their range, and words that it never met", () => {
  assert.deepEqual(
    beyond({ age: 900, gain: 4, work: "wizard", paid: true }),
    [
      { column: "age", value: 900, beyond: 810, range: [17, 90] },
      { column: "gain", value: 4, beyond: 1, range: [5, 5] },
      { column: "work", value: "wizard", beyond: Infinity },
    ],
  );
});

Deno.test("features() names what is missing where it never was, and nothing else that is", () => {
  assert.deepEqual(beyond({ age: null, gain: null, work: null, paid: null }), [
    { column: "age", value: null, beyond: Infinity },
    { column: "paid", value: null, beyond: Infinity },
  ]);
});

Deno.test("features() refuses what it did not note", () => {
  for (const noted of [null, {}, { continuous: [], categorical: [{}] }]) {
    assert.throws(() => behaviour.unmet?.(noted), {
      name: "PipelineError",
      message: /^Cannot read the statistics of "features"/,
    });
  }
});

Deno.test("columns may be called as members of objects are", () => {
  const { behaviour } = features({ categorical: ["constructor"] });
  const met = behaviour.meet?.([JSON.parse('{"constructor":"a"}')]);
  const unmet = behaviour.unmet?.(met ?? null);
  assert.deepEqual(unmet?.(JSON.parse('{"constructor":"a"}')), []);
  assert.equal(unmet?.(JSON.parse('{"constructor":"b"}')).length, 1);
});
