import assert from "node:assert/strict";
import { newTasks, TASKS } from "../../../src/app/init/tasks.ts";
import { Desk } from "../_cli.ts";

/** The commands that `--help` lists. */
async function commands(): Promise<readonly string[]> {
  await using desk = await Desk.open();
  const { out } = await desk.run(["--help"]);
  const [, list = ""] = /^Commands:\n((?: {2}.*\n)+)/m.exec(out) ?? [];
  return [...list.matchAll(/^ {2}([a-z][\w-]*)/gm)]
    .map(([, name = ""]) => name);
}

Deno.test("every command has a task in a new repository, but those that begin and explain", async () => {
  const names = await commands();
  assert.ok(names.includes("train"), names.join(", "));
  const tasks = newTasks();
  for (const name of names) {
    if (name === "init" || name === "help") continue;
    assert.equal(tasks[name], `leat ${name}`);
  }
});

Deno.test("a new repository has each task once, and one that tests", () => {
  assert.equal(new Set(TASKS).size, TASKS.length);
  assert.deepEqual(Object.keys(newTasks()), [...TASKS, "test"]);
});
