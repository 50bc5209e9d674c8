import assert from "node:assert/strict";
import { z } from "zod";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import * as leat from "leat";
import type { EventOf, RunEvent } from "../../../../src/flow/events/event.ts";
import {
  drawPictures,
  jobOf,
  pictures,
  points,
  run,
  withDevice,
} from "../../jobs.ts";

/** What a run tells of the engine, which it does once at most. */
function reportOf(
  events: readonly RunEvent[],
): EventOf<"engine"> | undefined {
  const reports = events.filter(({ type }) => type === "engine");
  assert.ok(reports.length < 2);
  const [report] = reports;
  return report?.type === "engine" ? report : undefined;
}

Deno.test("learn() done eagerly replays no step, and gives the same bits under the same keys", async () => {
  await withDevice(async (folder) => {
    const replayed = await run(await jobOf(points, folder));
    const eager = await run(
      await jobOf(points, folder, { cache: "other" }),
      { eager: true },
    );
    const steps = reportOf(replayed.events);
    assert.ok(steps && steps.steps.replayed > 0 && steps.replay_bytes > 0);
    const anew = reportOf(eager.events);
    assert.deepEqual(anew?.steps, {
      replayed: 0,
      anew: steps.steps.replayed + steps.steps.anew,
    });
    assert.equal(anew?.replay_bytes, 0);
    assert.equal(eager.model.key, replayed.model.key);
    assert.deepEqual(
      await eager.model.readBytes("weights.safetensors"),
      await replayed.model.readBytes("weights.safetensors"),
    );
    assert.deepEqual(
      eager.history.map(({ seconds: _, ...row }) => row),
      replayed.history.map(({ seconds: _, ...row }) => row),
    );
    const again = await run(await jobOf(points, folder), { eager: true });
    assert.deepEqual(again.executed, []);
    assert.equal(reportOf(again.events), undefined);
  });
});

/** Blurs with a filter whose pixels lie apart. */
const blurStage = leat.defineStage("transforms", {
  op: "blurApart",
  version: 1,
  params: z.strictObject({ apart: z.number() }),
  behave: ({ apart }) => ({
    when: "always",
    apply: (tf, batch) =>
      tf.conv2d(
        batch as Tensor4D,
        tf.fill([3, 3, 3, 3], 1 / 27) as Tensor4D,
        1,
        "same",
        "NHWC",
        apart,
      ),
  }),
});

Deno.test("learn() says which convolution of a pipeline is tfjs' own, and why", async () => {
  await withDevice(async (folder) => {
    await drawPictures(`${folder}/pictures`);
    const dilated = leat.pipeline({
      ...pictures.spec,
      transforms: [blurStage({ apart: 2 })],
    });
    const report = reportOf((await run(await jobOf(dilated, folder))).events);
    assert.ok((report?.kernels["Conv2D"] ?? 0) > 0, "others are ours");
    const found = report?.fallbacks.find(({ kernel }) => kernel === "Conv2D");
    assert.equal(found?.why, "dilation 2 x 2");
    assert.equal(found?.on, "[4,16,16,3] and [3,3,3,3]");
    const plain = leat.pipeline({
      ...pictures.spec,
      transforms: [blurStage({ apart: 1 })],
    });
    const told = reportOf((await run(await jobOf(plain, folder))).events);
    assert.ok(
      told?.fallbacks.every(({ kernel }) => !kernel.includes("Conv2D")),
    );
  });
});
