import assert from "node:assert/strict";
import * as leat from "leat";
import { learn } from "../../../../src/engine/run/learn.ts";
import type { LearnJob } from "../../../../src/engine/run/job/job.ts";
import type { SaveTimer } from "../../../../src/engine/run/job/save_timer.ts";
import type { RunEvent } from "../../../../src/flow/events/event.ts";
import { jobOf, points, run, withDevice } from "../../jobs.ts";

/** One epoch of sixteen steps. */
const pipeline = leat.pipeline({
  ...points.spec,
  fit: leat.constant(1, {
    learningRate: 0.01,
    batch: 2,
    optimizer: leat.sgd(),
  }),
});

/** Due after a number of steps, whatever the time. */
function everySteps(steps: number): SaveTimer {
  let asked = 0;
  return { due: () => ++asked >= steps, restart: () => asked = 0 };
}

/** Learns up to the first report of a step, and breaks without a save. */
async function crash(job: LearnJob, timer: SaveTimer, step: number) {
  const { signal } = new AbortController();
  const emit = (event: RunEvent) => {
    if (event.type === "batch" && event.step >= step) throw new Error("crash");
  };
  await assert.rejects(learn(job, { emit, signal, timer }), /^Error: crash$/);
}

/** The steps of a run that were reported. */
function stepsOf({ events }: { readonly events: readonly RunEvent[] }) {
  return events.flatMap((event) => event.type === "batch" ? [event.step] : []);
}

Deno.test("learn() goes on from the last save within an epoch, with the bits of an unbroken run", async () => {
  await withDevice(async (folder) => {
    const other = await jobOf(pipeline, folder, { cache: "other" });
    const unbroken = await run(other);
    const job = await jobOf(pipeline, folder);
    // Saved after 4 steps; the fifth to eighth are lost.
    await crash(job, everySteps(4), 8);
    const [saved = ""] = [...Deno.readDirSync(`${folder}/cache/partial`)]
      .map(({ name }) => name);
    assert.ok(await job.store.readPartial(saved));
    // Saved after 6 more, lost again up to the tenth.
    await crash(job, everySteps(2), 10);
    const resumed = await run(job);
    assert.ok((stepsOf(resumed)[0] ?? 0) > 8, "it goes on after step 8");
    assert.deepEqual(
      await resumed.model.readBytes("weights.safetensors"),
      await unbroken.model.readBytes("weights.safetensors"),
    );
    assert.equal(
      resumed.history[0]?.train_loss,
      unbroken.history[0]?.train_loss,
    );
    assert.equal(await job.store.readPartial(saved), undefined);
  });
});

Deno.test("learn() gives the same bits however often it saves", async () => {
  await withDevice(async (folder) => {
    const weights: Uint8Array[] = [];
    for (const steps of [1, 7, 100]) {
      const job = await jobOf(pipeline, folder, { cache: `every-${steps}` });
      const { signal } = new AbortController();
      const reported: number[] = [];
      const { model } = await learn(job, {
        emit: (event) => {
          if (event.type === "batch") reported.push(event.step);
        },
        signal,
        timer: everySteps(steps),
      });
      weights.push(await model.readBytes("weights.safetensors"));
      // Each save reads the losses of all steps before it; none at the end.
      for (let step = steps; step < 16; step += steps) {
        assert.ok(reported.includes(step));
      }
      assert.equal(reported.at(-1), 16);
    }
    assert.deepEqual(weights[1], weights[0]);
    assert.deepEqual(weights[2], weights[0]);
  });
});
