import assert from "node:assert/strict";
import * as leat from "leat";
import { summarize } from "../../../src/engine/inspect/summarize.ts";
import type { LearnJob } from "../../../src/engine/run/job/job.ts";
import { entriesOf } from "../../_entries.ts";
import {
  drawPictures,
  jobOf,
  pictures,
  points,
  run,
  withDevice,
} from "../jobs.ts";

const options = { emit: () => {}, signal: new AbortController().signal };

/** Spoils the file of an item. */
async function spoil({ front }: LearnJob, id: string): Promise<void> {
  const { file } = front.items.find((each) => each.id === id)!;
  await Deno.writeTextFile(file!.absolute, "no picture");
}

Deno.test("a picture is followed from its file to its loss, and a batch is shown", async () => {
  await withDevice(async (folder) => {
    await drawPictures(`${folder}/pictures`);
    const job = await jobOf(
      { ...pictures, spec: { ...pictures.spec, transforms: [leat.flip()] } },
      folder,
    );
    const { steps, batch, network, failed, item, set } = await summarize(
      job,
      {},
      options,
    );
    assert.equal(failed, null);
    assert.equal(set, "train");
    assert.deepEqual(
      [...new Set(steps.map(({ stage }) => stage))],
      [
        "source",
        "label",
        "split",
        "input",
        "transforms",
        "target",
        "architecture",
        "loss",
      ],
    );
    const [source, label, split, input, flipped] = steps;
    assert.match(source?.text ?? "", /^16 x 16 png, \d+ bytes$/);
    assert.equal(label?.text, JSON.stringify(item.slice(0, item.indexOf("_"))));
    assert.equal(split?.text, "train");
    assert.equal(input?.values?.type, "uint8");
    assert.deepEqual(flipped?.values?.shape, input?.values?.shape);
    // Turned over, and from bytes to 0 to 1: all the same colours.
    const { mean = null } = flipped?.values ?? {};
    assert.ok(Math.abs(mean! - input!.values!.mean! / 255) < 1e-4);
    const { batch: size } = job.stages.fit.behaviour;
    assert.equal(batch?.items, size);
    assert.deepEqual(batch?.targets.shape, [size, 2]);
    assert.ok(batch.fields[0]!.values.most! <= 1);
    assert.ok(network!.multiplyAdds > 0);
    assert.equal(steps.at(-1)?.values?.broken, 0);
    assert.deepEqual(await entriesOf(`${folder}/cache`), []);
  });
});

Deno.test("what is erased of a picture is told, of one that is validated with nothing", async () => {
  await withDevice(async (folder) => {
    await drawPictures(`${folder}/pictures`);
    const told = async (probability: number, asked?: "valid") => {
      const erasing = leat.randomErasing({
        probability,
        minArea: 0.25,
        maxArea: 0.25,
        minAspect: 1,
      });
      const size = leat.augment({ size: 8 });
      const job = await jobOf(
        { spec: { ...pictures.spec, transforms: [size, erasing] } },
        folder,
      );
      const [valid = ""] = job.front.sets.valid;
      const task = asked ? { item: valid } : {};
      const { steps, failed } = await summarize(job, task, options);
      assert.equal(failed, null);
      return steps.filter(({ stage }) => stage === "transforms").at(-1)?.text;
    };
    assert.match(
      await told(1) ?? "",
      /^erases 4 x 4 from \([0-4], [0-4]\)$/,
    );
    assert.equal(await told(0), "erases nothing of it in epoch 1");
    assert.equal(await told(1, "valid"), "in training only");
  });
});

Deno.test("a row is followed, and reads what is packed where something is", async () => {
  await withDevice(async (folder) => {
    const job = await jobOf(points, folder);
    const before = await summarize(job, {}, options);
    assert.equal(before.failed, null);
    assert.deepEqual(before.classes, ["other", "same"]);
    assert.match(before.steps[0]?.text ?? "", /^\{.*"colour":/);
    await run(job);
    const after = await summarize(job, {}, options);
    assert.deepEqual(after.steps, before.steps);
    assert.deepEqual(after.batch, before.batch);
  });
});

Deno.test("the first stage that fails is told with its item", async () => {
  await withDevice(async (folder) => {
    await drawPictures(`${folder}/pictures`);
    const job = await jobOf(pictures, folder);
    const { item } = await summarize(job, {}, options);
    await spoil(job, item);
    const broken = await summarize(job, {}, options);
    assert.equal(broken.failed?.stage, "input");
    assert.equal(broken.failed?.item, item);
    assert.match(broken.failed?.message ?? "", new RegExp(item));
    assert.deepEqual(
      broken.steps.map(({ stage }) => stage),
      ["source", "label", "split"],
    );
    assert.equal(broken.network, null);
    const [other = ""] = job.front.sets.valid;
    const whole = await summarize(job, { item: other }, options);
    assert.equal(whole.failed, null);
    assert.equal(whole.set, "valid");
    assert.equal(whole.batch?.unreadable, 1);
  });
});

Deno.test("an error of a stage's own code is told by its stage", async () => {
  await withDevice(async (folder) => {
    const job = await jobOf(points, folder);
    const { loss } = job.stages;
    const broken: LearnJob = {
      ...job,
      stages: {
        ...job.stages,
        loss: {
          ...loss,
          behaviour: {
            ...loss.behaviour,
            perItem: () => {
              throw new Error("half written");
            },
          },
        },
      },
    };
    const { failed, network } = await summarize(broken, {}, options);
    assert.equal(failed?.stage, "loss");
    assert.equal(failed?.message, "half written");
    assert.equal(network, null);
  });
});

Deno.test("items that are not there, or of the test set, are refused", async () => {
  await withDevice(async (folder) => {
    const split = leat.random({ valid: 0.25, test: 0.25, seed: 1 });
    const job = await jobOf(
      { ...points, spec: { ...points.spec, split } },
      folder,
    );
    await assert.rejects(summarize(job, { item: "p41" }, options), {
      message: 'Cannot find item "p41"',
      remedy: /^Nearest are "p/,
    });
    const [sealed = ""] = job.front.sets.test;
    await assert.rejects(summarize(job, { item: sealed }, options), {
      message: /it is in the test set, which is sealed$/,
    });
  });
});
