import assert from "node:assert/strict";
import * as leat from "leat";
import {
  drawPictures,
  jobOf,
  pictures,
  run,
  withDevice,
} from "../engine/jobs.ts";

Deno.test("a small residual network tells red pictures from blue ones", async () => {
  await withDevice(async (folder) => {
    await drawPictures(`${folder}/pictures`, 40);
    const longer = leat.pipeline({
      ...pictures.spec,
      fit: leat.oneCycle(3, { learningRate: 0.05, batch: 4 }),
    });
    const { metrics, baseline } = await run(await jobOf(longer, folder));
    assert.ok(baseline["error_rate"]! > 0.3);
    assert.equal(metrics["error_rate"], 0);
  });
});
