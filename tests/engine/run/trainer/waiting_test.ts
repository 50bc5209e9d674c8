import assert from "node:assert/strict";
import { jobOf, points, run, withDevice } from "../../jobs.ts";

Deno.test("a run tells after each epoch what share of it waited for data", async () => {
  await withDevice(async (folder) => {
    const { events, history } = await run(await jobOf(points, folder));
    const told = events.flatMap((event) =>
      event.type === "epoch" ? [event.waiting ?? NaN] : []
    );
    assert.equal(told.length, history.length);
    for (const share of told) assert.ok(share > 0 && share < 1, `${share}`);
    for (const row of history) assert.ok(!("waiting" in row), "not kept");
  });
});
