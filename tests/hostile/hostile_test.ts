import assert from "node:assert/strict";
import { Desk, points } from "../app/desk.ts";
import { ANSWERS } from "./corpus/answers.ts";
import { DATA } from "./corpus/data.ts";
import { REACH } from "./corpus/reach.ts";
import { RESOURCES } from "./corpus/resources.ts";
import { WEB } from "./corpus/web.ts";
import { Trap } from "./_hostile.ts";

Deno.test("a pipeline that reaches for what is not its own is refused", async () => {
  await using trap = await Trap.set();
  await trap.spring(REACH);
});

Deno.test("a pipeline that uses up what others need is ended", async () => {
  await using trap = await Trap.set();
  await trap.spring(RESOURCES);
});

Deno.test("a pipeline that lies answers for itself alone", async () => {
  await using trap = await Trap.set();
  await trap.spring(ANSWERS);
});

Deno.test("data that is a bomb, or somebody else's, is refused", async () => {
  await using trap = await Trap.set();
  await trap.spring(DATA);
});

Deno.test("a pipeline from the web is refused, or gets nothing out", async () => {
  await using trap = await Trap.set();
  await trap.spring(WEB);
});

Deno.test("what a hostile pipeline says commands no terminal", async () => {
  await using desk = await Desk.open();
  const before = 'console.log("\\x1b[2Jprinted\\x9b2J");';
  const label = '() => { throw new Error("\\x1b]0;thrown\\x07\\x9b2J"); }';
  await desk.write("p.ts", points({ before, label }));
  const { code, out, err } = await desk.run(["train", "./p.ts"]);
  assert.equal(code, 1);
  assert.doesNotMatch(out + err, /[^\P{Cc}\n]/u);
  assert.match(out, /␛\[2Jprinted\ufffd2J/);
  assert.match(err, /␛\]0;thrown␇\ufffd2J/);
});
