import assert from "node:assert/strict";
import { join } from "node:path";
import { Desk } from "../_cli.ts";
import { points } from "../_pipelines.ts";

Deno.test("results that no process could be permitted to write are refused with the remedy", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points());
  const results = join(desk.folder, "a,b");
  const environment = { LEAT_CACHE: results };
  const { error, end } = await desk.train("./p.ts", [], environment);
  assert.equal(end.status, "failed");
  assert.equal(
    error.message,
    `Cannot permit a process to use "${results}": Deno takes no path with a comma`,
  );
  assert.match(error.remedy ?? "", /LEAT_CACHE/);
});
