import assert from "node:assert/strict";
import { oneCycle, pipeline, train } from "../../mod.ts";
import twoLayers, { oneLayer } from "../../pipelines/xor.ts";
import { withDevice } from "../engine/jobs.ts";

Deno.test("two layers learn exclusive or, and one layer cannot", async () => {
  await withDevice(async (cache) => {
    using two = await train(twoLayers, { cache });
    assert.equal(two.metrics["accuracy"], 1);
    assert.deepEqual(two.claims.map(({ holds }) => holds), [true]);
    for (const [a, b] of [[0, 0], [0, 1], [1, 0], [1, 1]] as const) {
      assert.equal(await two.predict({ a, b, copy: 0 }), a !== b);
    }
    const short = pipeline({
      ...oneLayer.spec,
      fit: oneCycle(4, { learningRate: 0.05, batch: 16 }),
    });
    using one = await train(short, { cache });
    assert.ok(one.metrics["accuracy"]! <= 0.75); // three corners of four
    assert.deepEqual(one.claims.map(({ text, holds }) => [text, holds]), [
      ["accuracy below 0.8", true],
    ]);
  });
});
