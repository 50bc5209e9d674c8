import assert from "node:assert/strict";
import * as leat from "leat";
import { recall } from "../../../../src/engine/run/recall/recall.ts";
import type { LearnJob } from "../../../../src/engine/run/job/job.ts";
import {
  drawPictures,
  jobOf,
  pictures,
  points,
  run,
  withDevice,
} from "../../jobs.ts";

const withTest = leat.pipeline({
  ...points.spec,
  split: leat.random({ valid: 0.25, test: 0.25, seed: 1 }),
});

/** A job with pictures of a set replaced by text; the names of those. */
async function broken(
  folder: string,
  pipeline: unknown,
  set: "train" | "valid" | "test",
  count = Infinity,
): Promise<{ job: LearnJob; names: readonly string[] }> {
  await drawPictures(`${folder}/pictures`);
  const { front } = await jobOf(pipeline, folder);
  const names = front.sets[set].slice(0, count).toSorted();
  for (const name of names) {
    await Deno.writeTextFile(`${folder}/pictures/${name}`, "no image");
  }
  return { job: await jobOf(pipeline, folder), names };
}

Deno.test("learn() leaves out and reports what cannot be read, on every run", async () => {
  await withDevice(async (folder) => {
    const { job, names } = await broken(folder, pictures, "train", 2);
    for (const { events } of [await run(job), await run(job)]) {
      const reported = events.filter((event) => event.type === "unreadable");
      assert.deepEqual(reported.map(({ item }) => item), names);
      assert.match(
        reported[0]?.why ?? "",
        /^Cannot read image "(red|blue)_\d\d\.png": it is not a JPEG/,
      );
    }
  });
});

Deno.test("learn() stops at what cannot be read when it is strict, packed before or not", async () => {
  await withDevice(async (folder) => {
    const { job, names } = await broken(folder, pictures, "valid", 2);
    const strict = { ...job, strict: true };
    const expected = {
      name: "PipelineError",
      stage: "input",
      item: names[0],
      message: /^Cannot read every item: Cannot read image .*, and 1 more$/,
    };
    await assert.rejects(run(strict), expected);
    await run(job);
    await assert.rejects(run(strict), expected);
    await assert.rejects(recall(strict, () => {}), expected);
  });
});

Deno.test("learn() says that no item of a set could be read", async () => {
  await withDevice(async (folder) => {
    const { job, names } = await broken(folder, pictures, "valid");
    await assert.rejects(run(job), {
      name: "PipelineError",
      item: "valid",
      message: new RegExp(
        `^Cannot use the set "valid": none of its ${names.length} items could be read; the first: Cannot read image`,
      ),
    });
  });
});

Deno.test("learn() reports a file that was removed after it was listed", async () => {
  await withDevice(async (folder) => {
    await drawPictures(`${folder}/pictures`);
    const job = await jobOf(pictures, folder);
    const [name = ""] = job.front.sets.train;
    await Deno.remove(`${folder}/pictures/${name}`);
    const { events } = await run(job);
    assert.deepEqual(events.filter(({ type }) => type === "unreadable"), [{
      type: "unreadable",
      item: name,
      why: `Cannot read "${name}": it was removed`,
    }]);
  });
});

Deno.test("learn() looks at no label of the test set", async () => {
  await withDevice(async (folder) => {
    const job = await jobOf(withTest, folder);
    const clean = await run(job);
    const test = new Set(job.front.sets.test);
    assert.ok(test.size > 0);
    const labels = job.front.items.map(({ id }, at) =>
      test.has(id) ? "never seen" : job.front.labels[at] ?? ""
    );
    const poisoned = { ...job, front: { ...job.front, labels } };
    const { executed, metrics } = await run(poisoned);
    assert.deepEqual(executed, []);
    assert.deepEqual(metrics, clean.metrics);
  });
});

Deno.test("learn() fits the statistics of the input to the training set alone", async () => {
  await withDevice(async (folder) => {
    const job = await jobOf(withTest, folder);
    const train = new Set(job.front.sets.train);
    const items = job.front.items.map((each) =>
      train.has(each.id)
        ? each
        : { ...each, item: { ...each.item as object, x: 1e6, colour: "puce" } }
    );
    await run(job);
    const { executed, model } = await run({
      ...job,
      front: { ...job.front, items },
    });
    assert.equal(executed.includes("statistics"), false);
    const statistics = JSON.stringify(await model.readJson("statistics.json"));
    assert.equal(statistics.includes("puce"), false);
  });
});

Deno.test("learn() trains alike whether files of the test set can be read or not", async () => {
  await withDevice(async (folder) => {
    const pipeline = leat.pipeline({
      ...pictures.spec,
      split: leat.random({ valid: 0.25, test: 0.25, seed: 1 }),
    });
    await drawPictures(`${folder}/pictures`);
    const clean = await run(await jobOf(pipeline, folder, { cache: "clean" }));
    const { job, names } = await broken(folder, pipeline, "test");
    const { events, model } = await run(job);
    assert.equal(
      events.filter(({ type }) => type === "unreadable").length,
      names.length,
    );
    assert.deepEqual(
      await model.readBytes("weights.safetensors"),
      await clean.model.readBytes("weights.safetensors"),
    );
  });
});

Deno.test("learn() refuses a label of the validation set that training has not", async () => {
  await withDevice(async (folder) => {
    const job = await jobOf(points, folder);
    const valid = new Set(job.front.sets.valid);
    const labels = job.front.items.map(({ id }, at) =>
      valid.has(id) ? "never seen" : job.front.labels[at] ?? ""
    );
    await assert.rejects(run({ ...job, front: { ...job.front, labels } }), {
      name: "PipelineError",
      message: /never seen/,
    });
  });
});
