import assert from "node:assert/strict";
import { activeBounds, boundsLines } from "../../../src/app/bounds/bounds.ts";

Deno.test({
  name: "on Linux the system and a watch both bound pipeline code",
  ignore: Deno.build.os !== "linux",
  async fn() {
    assert.deepEqual(await activeBounds(), {
      memoryBySystem: true,
      memoryByWatch: true,
      processorBySystem: true,
      diesWithSupervisor: true,
    });
  },
});

Deno.test("boundsLines() names the bounds that hold, and no others", () => {
  const none = boundsLines({
    memoryBySystem: false,
    memoryByWatch: false,
    processorBySystem: false,
    diesWithSupervisor: false,
  });
  assert.equal(none[1], "Held here: time by the command, the heap by V8");
  const some = boundsLines({
    memoryBySystem: false,
    memoryByWatch: true,
    processorBySystem: true,
    diesWithSupervisor: true,
  });
  assert.equal(
    some[1],
    "Held here: time by the command, the heap by V8, memory by watching it, processor time by the system, its end with that of the command",
  );
});
