import { REACH } from "./corpus/reach.ts";
import { Trap } from "./_hostile.ts";

Deno.test("a pipeline that reaches for what is not its own is refused", async () => {
  await using trap = await Trap.set();
  await trap.springAll(REACH);
});
