import assert from "node:assert/strict";
import { Desk } from "../_cli.ts";
import { points } from "../_pipelines.ts";
import { supervised } from "../_supervised.ts";

/** The error of a run over a table. */
async function errorOf(
  csv: string | undefined,
  row = "z.object({ x: z.number(), side: z.string() })",
) {
  await using desk = await Desk.open();
  if (csv !== undefined) await desk.write("t.csv", csv);
  await desk.write(
    "p.ts",
    points({
      before: 'import { z } from "zod";',
      source: `leat.table("./t.csv", ${row})`,
      label: "(row) => row.side",
      input: 'leat.features({ continuous: ["x"] })',
    }),
  );
  const { error } = await supervised(desk, "p.ts");
  return { ...error, message: error.message?.replaceAll(desk.folder, ".") };
}

Deno.test("a table that does not fit its rows is told by row and column", async () => {
  const column = await errorOf(
    "x,side\n1,a\n",
    "z.object({ x: z.number(), side: z.string(), y: z.number() })",
  );
  assert.equal(
    column.message,
    'Cannot read table "./t.csv": there is no column "y"',
  );
  assert.match(column.remedy ?? "", /the columns are "x", "side"$/);
  const cell = await errorOf("x,side\n1,a\nmuch,b\n");
  assert.equal(
    cell.message,
    'Cannot read row 3 of "./t.csv": column "x" must be a number, got "much"',
  );
  assert.equal(cell.stage, "source");
  assert.equal(cell.item, "./t.csv");
  const none = await errorOf("");
  assert.equal(none.message, 'Cannot read table "./t.csv": it is empty');
  const absent = await errorOf(undefined);
  assert.match(absent.message ?? "", /t\.csv": there is no such file/);
});
