import assert from "node:assert/strict";
import * as leat from "leat";
import { Interrupted } from "../../../../src/base/errors/interrupted.ts";
import type { Entry } from "../../../../src/base/store/store.ts";
import type { Callback } from "../../../../src/flow/stage/callback.ts";
import { jobOf, run, withDevice } from "../../jobs.ts";
import { stopWithin } from "../../_stops.ts";
import { checkpointsIn, tosses, withoutSeconds } from "./_watched.ts";

const deciding: readonly Callback[] = [
  leat.keepBest(),
  leat.earlyStopping({ patience: 3 }),
  leat.reduceOnPlateau({ patience: 2, factor: 2 }),
];
const gathering: readonly Callback[] = [
  // Of batches of 8: what is gathered goes over the ends of epochs.
  leat.accumulateGradients(32),
  leat.clipGradients(0.1),
];

const weightsOf = (model: Entry) => model.readBytes("weights.safetensors");

for (
  const [callbacks, about, stops] of [
    [deciding, "callbacks that decide", [
      ["fit/first/2", 1],
      ["fit/first/4", 2],
      ["fit/second/1", 1],
      ["fit/second/3", 1],
    ]],
    [gathering, "callbacks that act on gradients", [
      ["fit/first/1", 1],
      ["fit/first/2", 2],
      ["fit/second/1", 1],
      ["fit/second/2", 2],
    ]],
  ] as const
) {
  Deno.test(`learn() goes on after stops with the bits of an unbroken run, with ${about}`, async () => {
    await withDevice(async (folder) => {
      const pipeline = tosses([6, 5], callbacks);
      const unbroken = await run(
        await jobOf(pipeline, folder, { cache: "other" }),
      );
      for (const [node, steps] of stops) {
        const job = await jobOf(pipeline, folder);
        await assert.rejects(
          run(job, stopWithin(node, steps)),
          Interrupted,
          `${node} is stopped`,
        );
      }
      const resumed = await run(await jobOf(pipeline, folder));
      assert.deepEqual(
        await weightsOf(resumed.model),
        await weightsOf(unbroken.model),
      );
      assert.deepEqual(
        withoutSeconds(resumed.history),
        withoutSeconds(unbroken.history),
      );
      assert.deepEqual(resumed.decisions, unbroken.decisions);
      assert.deepEqual(resumed.metrics, unbroken.metrics);
    });
  });
}

Deno.test("learn() does without a table where an epoch has all of its rows", async () => {
  await withDevice(async (folder) => {
    const stop = [leat.earlyStopping({ patience: 2 })];
    const job = await jobOf(tosses([8], stop), folder);
    const first = await run(job);
    const key = first.events.findLast((event) =>
      event.type === "node.state" && event.node.endsWith("/table")
    );
    assert.ok(key?.type === "node.state" && key.key !== null);
    await job.store.remove(key.key);
    await job.store.remove(first.model.key);
    const second = await run(await jobOf(tosses([8], stop), folder));
    assert.deepEqual(second.executed, ["model"]);
    assert.deepEqual(second.history, first.history);
    assert.deepEqual(second.decisions, first.decisions);
  });
});

Deno.test("learn() keeps at most three checkpoints while it looks for the best", async () => {
  await withDevice(async (folder) => {
    const job = await jobOf(tosses([8], [leat.keepBest()]), folder);
    const counts: number[] = [];
    await run(job, {
      onEvent: (event) => {
        if (event.type === "epoch") counts.push(checkpointsIn(job));
      },
    });
    assert.equal(counts.length, 8);
    // The best, the last, and the one before it that is not removed yet.
    assert.ok(Math.max(...counts) <= 3);
  });
});
