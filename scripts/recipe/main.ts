/**
 * `deno task recipe [--json]`: each number of fastai's recipe, beside what
 * Leat's own code gives. Exits with 1 where any differ.
 *
 * @module
 */
import { readOrExit, taskCommand } from "../_command.ts";
import { DIFFERENCES } from "./differences.ts";
import { readReference } from "./reference.ts";
import { recipe } from "./recipe.ts";
import { tableOf } from "./table.ts";

const { json } = readOrExit(() =>
  taskCommand("recipe")
    .description("Print each number of fastai's recipe beside Leat's")
    .option("--json", "print the rows as JSON", false)
    .parse(Deno.args, { from: "user" })
    .opts()
);
const reference = await readReference();
const rows = await recipe(reference);
if (json) {
  console.log(JSON.stringify(rows, null, 2));
} else {
  const { fastai, torch } = reference;
  console.log(`The recipe of fastai ${fastai} (torch ${torch}) and Leat's\n`);
  console.log(tableOf(rows));
  console.log("\nWhere Leat differs:");
  for (const difference of DIFFERENCES) console.log(`- ${difference}`);
}
Deno.exit(rows.every(({ ok }) => ok) ? 0 : 1);
