import assert from "node:assert/strict";
import { Desk } from "../_cli.ts";
import { points } from "../_pipelines.ts";

Deno.test("LEAT_SAVE_EVERY that is no number of seconds is refused before any training", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points());
  for (const value of ["often", "-1", "Infinity"]) {
    const { code, error, events } = await desk.train("./p.ts", [], {
      LEAT_SAVE_EVERY: value,
    });
    assert.equal(code, 2);
    assert.equal(
      error.message,
      `Cannot save every "${value}" seconds: it is no number from 0`,
    );
    assert.equal(
      error.remedy,
      "Set LEAT_SAVE_EVERY to a number of seconds, or to nothing",
    );
    assert.ok(!events.some(({ type }) => type === "batch"));
  }
});
