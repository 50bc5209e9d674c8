import assert from "node:assert/strict";
import { inspect } from "../../../src/engine/inspect/inspection.ts";
import type { Contents } from "../../../src/app/report/contents.ts";
import { classes } from "../../../src/app/report/section/classes.ts";
import { elementsOf } from "./_page.ts";

/** The part of a report about so many classes, of which the first is confused. */
function partOf(count: number): string {
  const row = (at: number) =>
    Array.from({ length: count }, (_, each) => each === at ? 1 : 0);
  const rows = Array.from({ length: count }, (_, at) => at);
  const inspection = inspect({
    target: "category",
    count,
    columns: count,
    outputs: Float32Array.from(rows.flatMap((at) => row(at === 0 ? 1 : at))),
    targets: Float32Array.from(rows.flatMap(row)),
    classes: rows.map((at) => `<${at}>`),
  }, { losses: 3, pairs: 3 });
  return classes({ inspection } as unknown as Contents).body.toString();
}

const countOf = (part: string, name: string) =>
  elementsOf(part).filter((each) => each.name === name).length;

Deno.test("a confusion matrix is a table; of many classes a drawing; of too many the worst pairs", () => {
  const few = partOf(10);
  assert.deepEqual([countOf(few, "svg"), countOf(few, "table")], [0, 3]);
  const many = partOf(40);
  assert.deepEqual([countOf(many, "svg"), countOf(many, "table")], [1, 3]);
  const most = partOf(41);
  assert.deepEqual([countOf(most, "svg"), countOf(most, "table")], [0, 2]);
  assert.match(most, /41 classes are too many/);
  for (const part of [few, many, most]) {
    assert.match(part, /<th scope="row">&lt;0&gt;<\/th>\s*<td[^>]*>&lt;1&gt;/);
  }
});
