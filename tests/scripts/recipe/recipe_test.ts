import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { Row, Value } from "../../../scripts/recipe/compare.ts";
import { recipe } from "../../../scripts/recipe/recipe.ts";
import { readReference } from "../../../scripts/recipe/reference.ts";

const main = fileURLToPath(
  new URL("../../../scripts/recipe/main.ts", import.meta.url),
);

Deno.test("the recipe is fastai's, row by row", async () => {
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "--allow-all", main, "--json"],
    stdin: "null",
    stderr: "inherit",
  }).output();
  const rows: Row[] = JSON.parse(new TextDecoder().decode(stdout));
  assert.deepEqual(rows.filter(({ ok }) => !ok), []);
  assert.equal(code, 0);
  assert.ok(rows.length > 140, `${rows.length} rows`);
});

/** Another value of the same kind, a tenth away or more. */
function wrong(value: Value): Value {
  if (typeof value === "number") return value === 0 ? 1 : value * 1.1;
  if (typeof value === "string") return `${value}, another`;
  if (typeof value === "boolean") return !value;
  const [first = 0, ...rest] = value;
  // Of a list one item is enough, and its largest is always looked at.
  const numbers = value.filter((each) => typeof each === "number");
  const largest = Math.max(...numbers.map(Math.abs));
  if (numbers.length === 0) return [wrong(first), ...rest].flat();
  return value.map((each) =>
    typeof each === "number" && Math.abs(each) === largest
      ? Number(wrong(each))
      : each
  );
}

Deno.test("the recipe notices another value in any row, and a row that Leat has not", async () => {
  const reference = await readReference();
  const sections = Object.fromEntries(
    Object.entries(reference.sections).map(([name, rows]) => [
      name,
      Object.fromEntries(
        Object.entries(rows).map(([row, value]) => [row, wrong(value)]),
      ),
    ]),
  );
  const unknown = { Baking: { "oven: degrees": 180 } };
  const rows = await recipe({
    ...reference,
    sections: { ...sections, ...unknown },
  });
  assert.equal(rows.at(-1)?.row, "oven: degrees");
  assert.deepEqual(rows.filter(({ ok }) => ok).map(({ row }) => row), []);
});
