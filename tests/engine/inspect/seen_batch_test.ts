import assert from "node:assert/strict";
import { showItems } from "../../../src/engine/inspect/show_items.ts";
import { learn } from "../../../src/engine/run/learn.ts";
import { Looks } from "../../../src/engine/run/job/looks.ts";
import type { RunEvent } from "../../../src/flow/events/event.ts";
import { drawPictures, jobOf, pictures, points, withDevice } from "../jobs.ts";

const { signal } = new AbortController();

type Job = Awaited<ReturnType<typeof jobOf>>;

/** Trains a job, and looks at its first batch if asked to. */
async function trained(job: Job, looks?: Looks) {
  const events: RunEvent[] = [];
  const learned = await learn(job, {
    emit: (event) => void events.push(event),
    signal,
    ...looks === undefined ? {} : { looks },
  });
  const seen = events.flatMap((event) =>
    event.type === "batch.seen" ? [event] : []
  );
  return { learned, seen };
}

Deno.test("a batch that is looked at is the very one of its step, after augmentation", async () => {
  await withDevice(async (folder) => {
    await drawPictures(`${folder}/pictures`);
    const job = await jobOf(pictures, folder);
    const { seen: [batch, ...more] } = await trained(job, new Looks(true));
    assert.deepEqual(more, []);
    assert.ok(batch?.pictures);
    const { behaviour } = job.stages.fit;
    assert.deepEqual([batch.epoch, batch.step], [1, 1]);
    assert.equal(batch.size, behaviour.batch);
    const shown = await showItems(job, {
      set: "train",
      count: batch.items.length,
      epoch: 1,
      folder,
    }, { emit: () => {}, signal });
    assert.deepEqual(
      batch.items,
      shown.items.map(({ id, label }) => ({ id, label })),
    );
    const network = await Deno.readFile(`${folder}/network.bin`);
    const { pixels, height, width, read } = batch.pictures;
    assert.deepEqual([height, width, read], [16, 16, [16, 16]]);
    assert.deepEqual(
      Uint8Array.from(atob(pixels), (letter) => letter.charCodeAt(0)),
      network,
    );
  });
});

Deno.test("whether somebody looks changes nothing of what is learned", async () => {
  await withDevice(async (folder) => {
    const [one, two] = [`${folder}/one`, `${folder}/two`];
    await Deno.mkdir(one);
    await Deno.mkdir(two);
    const plain = await trained(await jobOf(points, one));
    const looked = await trained(await jobOf(points, two), new Looks(true));
    assert.equal(plain.seen.length, 0);
    assert.equal(looked.seen.length, 1);
    const [seen] = looked.seen;
    assert.ok(seen && seen.pictures === undefined);
    assert.equal(seen.fields[0]?.rows.length, seen.items.length);
    assert.deepEqual(looked.learned.outputs, plain.learned.outputs);
  });
});
