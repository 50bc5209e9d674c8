import assert from "node:assert/strict";
import { join } from "node:path";
import { checkLocalData } from "../../../src/app/remote/local_data.ts";
import { Desk } from "../_cli.ts";

/** Whether data at a path may be imported by a file at another. */
async function may(desk: Desk, file: string, path: string): Promise<boolean> {
  const at = (some: string) => join(desk.folder, some);
  try {
    await checkLocalData(at(file), [at(path)]);
    return true;
  } catch (error) {
    assert.match(String(error), /as data, which lies outside of ".*"$/);
    return false;
  }
}

Deno.test("data is imported from the project of a pipeline, and from nowhere else", async () => {
  await using desk = await Desk.open();
  await desk.write("a/deno.json", "{}");
  await desk.write("a/b/p.ts", "");
  assert.equal(await may(desk, "a/b/p.ts", "a/b/data.json"), true);
  assert.equal(await may(desk, "a/b/p.ts", "a/data.json"), true);
  assert.equal(await may(desk, "a/b/p.ts", "a/..data.json"), true);
  assert.equal(await may(desk, "a/b/p.ts", "data.json"), false);
  assert.equal(await may(desk, "a/b/p.ts", "ab/data.json"), false);
});

Deno.test("a pipeline that belongs to no project imports data from below its folder", async () => {
  await using desk = await Desk.open();
  assert.equal(await may(desk, "b/p.ts", "b/c/data.json"), true);
  assert.equal(await may(desk, "b/p.ts", "data.json"), false);
});
