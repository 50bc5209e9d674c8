import assert from "node:assert/strict";
import { oneCycle, pipeline, train } from "../../mod.ts";
import weather from "../../pipelines/weather.ts";
import { withDevice } from "../engine/jobs.ts";

Deno.test("weather is told better than by always saying the commonest", async () => {
  await withDevice(async (cache) => {
    const short = pipeline({
      ...weather.spec,
      fit: oneCycle(3, { learningRate: 0.01 }),
    });
    using model = await train(short, { cache });
    const { metrics, baseline } = model;
    // A third of the days that guessing has wrong, or better.
    assert.ok(
      metrics["error_rate"]! < baseline["error_rate"]! * 2 / 3,
      `${metrics["error_rate"]}, and ${baseline["error_rate"]} by guessing`,
    );
    assert.ok(metrics["f1"]! > baseline["f1"]!);
  });
});
