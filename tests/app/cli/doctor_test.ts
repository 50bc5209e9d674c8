import assert from "node:assert/strict";
import { Desk } from "../_cli.ts";

Deno.test("doctor says what computes, and ends with 1 where nothing can", async () => {
  await using desk = await Desk.open();
  const here = await desk.run(["doctor"]);
  assert.equal(here.code, 0, here.out);
  assert.match(here.out, /^Adapter: .+\n/);
  assert.match(here.out, /\nTried: .+\n/);
  assert.match(here.out, /\nHalf precision \(f16\): (yes|no)\n/);
  assert.match(
    here.out,
    /\nKernels: \d+ of Leat's before tfjs' own \(convolutions \d, .*\)\nConvolutions: .+ \(deno task tune measures\)\n.* --verbose\n/,
  );
  assert.match(
    here.out,
    /\nPipeline code: no rights, 768 MiB and 10 s; from an address 384 MiB and 10 s\nHeld here: time by the command, the heap by V8.*\n/,
  );
  assert.match(here.out, /\nReady: yes\n$/);
  const wrong = await desk.run(["doctor"], { LEAT_DRIVER: "steam" });
  assert.equal(wrong.code, 1);
  assert.match(wrong.out, /^Cannot use LEAT_DRIVER "steam": it is not one of /);
  assert.match(wrong.out, /\nReady: no\n$/);
});
