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

/** They begin a repository, and explain. */
const ELSEWHERE = ["init", "help"];

Deno.test("a new repository has a task for every command, but for those that begin and explain", async () => {
  const names = await commands();
  for (const name of ELSEWHERE) assert.ok(names.includes(name), name);
  assert.deepEqual(
    [...TASKS].sort(),
    names.filter((name) => !ELSEWHERE.includes(name)).sort(),
  );
});

Deno.test("a new repository has each task once, and one that tests", () => {
  const tasks = newTasks();
  assert.deepEqual(Object.keys(tasks), [...TASKS, "test"]);
  for (const name of TASKS) assert.equal(tasks[name], `leat ${name}`);
});

Deno.test("Leat's own repository has those tasks, too", async () => {
  const text = await Deno.readTextFile(
    new URL("../../../deno.json", import.meta.url),
  );
  const { tasks } = JSON.parse(text);
  for (const name of TASKS) {
    assert.match(tasks[name], new RegExp(`/cli/main\\.ts ${name}$`));
  }
});
