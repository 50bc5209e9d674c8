import assert from "node:assert/strict";
import * as leat from "leat";
import { drawPictures, jobOf, pictures, run, withDevice } from "../../jobs.ts";

const views = [leat.flip(), leat.rotate(20, { probability: 1 })];
const plain = leat.pipeline({ ...pictures.spec, transforms: views });

function withViews(options: leat.TestTimeAugmentationOptions = {}) {
  return leat.pipeline({
    ...plain.spec,
    transforms: [...views, leat.testTimeAugmentation(options)],
  });
}

const ADDED = ["predictions/tta", "metrics/error_rate_tta", "model"];

Deno.test("learn() reports metrics with test-time augmentation beside those without", async () => {
  await withDevice(async (folder) => {
    await drawPictures(`${folder}/pictures`, 18);
    const without = await run(await jobOf(plain, folder));
    const learned = await run(await jobOf(withViews(), folder));
    // What was learned is the same; only the judging is new.
    assert.deepEqual(learned.executed, ADDED);
    const { error_rate, error_rate_tta, ...others } = learned.metrics;
    assert.equal(error_rate, without.metrics["error_rate"]);
    assert.ok(error_rate_tta !== undefined && error_rate_tta <= 1);
    assert.deepEqual(others, {});
    assert.equal(
      learned.baseline["error_rate_tta"],
      learned.baseline["error_rate"],
    );
    assert.deepEqual(learned.history, without.history);
    const [plan] = learned.events.filter(({ type }) => type === "plan");
    assert.ok(plan?.type === "plan");
    const running = plan.nodes.filter(({ state }) => state === "run");
    assert.deepEqual(running.map(({ name }) => name), ADDED);
    const again = await run(await jobOf(withViews(), folder));
    assert.deepEqual(again.executed, []);
    assert.ok(again.reused.includes("predictions/tta"));
  });
});

Deno.test("learn() judges by augmented views as soon as it has trained", async () => {
  await withDevice(async (folder) => {
    await drawPictures(`${folder}/pictures`, 18);
    // By the plain view alone, both ways are one.
    const beta = withViews({ passes: 1, beta: 1 });
    const { metrics, executed } = await run(await jobOf(beta, folder));
    assert.equal(metrics["error_rate_tta"], metrics["error_rate"]);
    assert.ok(executed.includes("fit/training/1"));
    const other = await jobOf(beta, folder, { cache: "other" });
    assert.deepEqual((await run(other)).metrics, metrics);
  });
});
