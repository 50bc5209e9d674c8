import assert from "node:assert/strict";
import * as leat from "leat";
import type { Entry } from "../../../../src/base/store/store.ts";
import { Interrupted } from "../../../../src/base/errors/interrupted.ts";
import {
  CHECKPOINT,
  stateOf,
} from "../../../../src/engine/run/job/checkpoints.ts";
import type { LearnJob } from "../../../../src/engine/run/job/job.ts";
import {
  drawPictures,
  jobOf,
  pictures,
  points,
  run,
  withDevice,
} from "../../jobs.ts";
import { stopWithin } from "../../_stops.ts";

function pointsFor(epochs: number) {
  return leat.pipeline({
    ...points.spec,
    fit: leat.constant(epochs, { learningRate: 0.01, batch: 8 }),
  });
}

/** The last checkpoint of a run that is stored in full. */
async function checkpointOf(job: LearnJob, model: Entry) {
  const { checkpoint = "" } = JSON.parse(
    await Deno.readTextFile(model.path("model.json")),
  ).keys;
  const entry = await job.store.find(checkpoint);
  assert.ok(entry, "the last checkpoint is kept");
  return entry;
}

async function bitsOf(job: LearnJob, model: Entry) {
  return await (await checkpointOf(job, model)).readBytes(CHECKPOINT);
}

Deno.test("learn() adds an epoch to a constant schedule, with the bits of a longer run", async () => {
  await withDevice(async (folder) => {
    await run(await jobOf(pointsFor(2), folder));
    const job = await jobOf(pointsFor(3), folder);
    const longer = await run(job);
    assert.deepEqual(longer.executed, [
      "fit/training/3",
      "predictions",
      "metrics/accuracy",
      "model",
    ]);
    const other = await jobOf(pointsFor(3), folder, { cache: "other" });
    const unbroken = await run(other);
    assert.deepEqual(
      await bitsOf(job, longer.model),
      await bitsOf(other, unbroken.model),
    );
    assert.deepEqual(longer.metrics, unbroken.metrics);
    assert.equal(longer.history.length, 3);
  });
});

for (
  const [node, steps] of [["fit/training/1", 2], ["fit/training/2", 1]] as const
) {
  Deno.test(`learn() goes on after a stop in step ${steps} of ${node} with the bits of an unbroken run`, async () => {
    await withDevice(async (folder) => {
      const job = await jobOf(pointsFor(2), folder);
      await assert.rejects(run(job, stopWithin(node, steps)), Interrupted);
      const resumed = await run(await jobOf(pointsFor(2), folder));
      const other = await jobOf(pointsFor(2), folder, { cache: "other" });
      const unbroken = await run(other);
      assert.deepEqual(
        await bitsOf(job, resumed.model),
        await bitsOf(other, unbroken.model),
      );
      assert.equal(
        resumed.history.at(-1)?.train_loss,
        unbroken.history.at(-1)?.train_loss,
      );
    });
  });
}

Deno.test("learn() saves the step it was stopped at, and then drops it", async () => {
  await withDevice(async (folder) => {
    const job = await jobOf(pointsFor(2), folder);
    const stop = stopWithin("fit/training/2", 2);
    await assert.rejects(run(job, stop), Interrupted);
    const [key = ""] = [...Deno.readDirSync(`${folder}/cache/partial`)]
      .map(({ name }) => name);
    assert.ok(await job.store.readPartial(key));
    const { executed } = await run(await jobOf(pointsFor(2), folder));
    assert.equal(executed.includes("fit/training/1"), false);
    assert.equal(await job.store.readPartial(key), undefined);
  });
});

Deno.test("learn() that is stopped before it begins reads and trains nothing", async () => {
  await withDevice(async (folder) => {
    const job = await jobOf(points, folder);
    const signal = AbortSignal.abort();
    await assert.rejects(run(job, { signal }), Interrupted);
    assert.deepEqual([...Deno.readDirSync(`${folder}/cache/partial`)], []);
  });
});

Deno.test("learn() fine-tunes over a stop in each phase with the bits of an unbroken run", async () => {
  await withDevice(async (folder) => {
    await drawPictures(`${folder}/pictures`);
    const { model } = await run(await jobOf(pictures, folder));
    await Deno.copyFile(
      model.path("weights.safetensors"),
      `${folder}/w.safetensors`,
    );
    const tuned = leat.pipeline({
      ...pictures.spec,
      architecture: leat.resnet({
        channels: [2, 2],
        blocks: [1, 1],
        hidden: 4,
        weights: "w.safetensors",
      }),
      fit: leat.fineTune(1, { batch: 4, baseLearningRate: 0.02 }),
    });
    const job = await jobOf(tuned, folder);
    for (const node of ["fit/frozen/1", "fit/unfrozen/1"]) {
      await assert.rejects(run(job, stopWithin(node, 2)), Interrupted);
    }
    const resumed = await run(job);
    const other = await jobOf(tuned, folder, { cache: "other" });
    const unbroken = await run(other);
    assert.deepEqual(
      await bitsOf(job, resumed.model),
      await bitsOf(other, unbroken.model),
    );
    assert.deepEqual(
      await resumed.model.readBytes("weights.safetensors"),
      await unbroken.model.readBytes("weights.safetensors"),
    );
  });
});

Deno.test("learn() keeps the checkpoints at the ends of phases and no others", async () => {
  await withDevice(async (folder) => {
    const { store, front, description, stages } = await jobOf(
      pointsFor(4),
      folder,
    );
    const kept: string[] = [];
    const job = { store, front, description, stages, strict: false };
    const learned = await run(
      { ...job, read: () => Promise.reject(new Error("nothing to read")) },
    );
    for (const event of learned.events) {
      if (event.type !== "node.state" || event.state !== "done") continue;
      if (
        event.node.startsWith("fit/") && event.key !== null &&
        await store.find(event.key)
      ) {
        kept.push(event.node);
      }
    }
    assert.deepEqual(kept, ["fit/training/4"]);
    const last = await checkpointOf(
      { ...job, read: Deno.readFile },
      learned.model,
    );
    assert.equal((await stateOf(last)).step, 0);
    const again = await run(await jobOf(pointsFor(4), folder));
    assert.deepEqual(again.executed, []);
  });
});
