import { ANSWERS } from "./corpus/answers.ts";
import { DATA } from "./corpus/data.ts";
import { REACH } from "./corpus/reach.ts";
import { RESOURCES } from "./corpus/resources.ts";
import { WEB } from "./corpus/web.ts";
import { Trap } from "./_hostile.ts";

Deno.test("a pipeline that reaches for what is not its own is refused", async () => {
  await using trap = await Trap.set();
  await trap.springAll(REACH);
});

Deno.test("a pipeline that uses up what others need is ended", async () => {
  await using trap = await Trap.set();
  await trap.springAll(RESOURCES);
});

Deno.test("a pipeline that lies answers for itself alone", async () => {
  await using trap = await Trap.set();
  await trap.springAll(ANSWERS);
});

Deno.test("data that is a bomb, or somebody else's, is refused", async () => {
  await using trap = await Trap.set();
  await trap.springAll(DATA);
});

Deno.test("a pipeline from the web is refused, or gets nothing out", async () => {
  await using trap = await Trap.set();
  await trap.springAll(WEB);
});
