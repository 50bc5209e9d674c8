import assert from "node:assert/strict";
import { eagerAsked } from "../../../src/app/run/eager.ts";

Deno.test("LEAT_EAGER asks for steps that are done anew, unless it is 0 or empty", () => {
  const before = Deno.env.get("LEAT_EAGER");
  try {
    Deno.env.delete("LEAT_EAGER");
    assert.equal(eagerAsked(), false);
    for (const [value, asked] of [["1", true], ["0", false], ["", false]]) {
      Deno.env.set("LEAT_EAGER", String(value));
      assert.equal(eagerAsked(), asked, String(value));
    }
  } finally {
    if (before === undefined) Deno.env.delete("LEAT_EAGER");
    else Deno.env.set("LEAT_EAGER", before);
  }
});
