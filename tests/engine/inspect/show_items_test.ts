import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import * as leat from "leat";
import { decodeImage } from "../../../src/base/codec/image.ts";
import {
  showItems,
  type ShowTask,
} from "../../../src/engine/inspect/show_items.ts";
import type { LearnJob } from "../../../src/engine/run/job/job.ts";
import { batchesOf } from "../../../src/engine/train/epoch.ts";
import { drawPictures, jobOf, pictures, points, withDevice } from "../jobs.ts";

const options = { emit: () => {}, signal: new AbortController().signal };

/** What was shown, with the bytes of its pictures. */
async function shown(
  job: LearnJob,
  folder: string,
  task: Partial<ShowTask> = {},
) {
  const all = { set: "train", count: 6, epoch: 1, folder, ...task } as const;
  const found = await showItems(job, all, options);
  const bytes = await Promise.all(
    found.pictures.map(({ file }) => Deno.readFile(`${folder}/${file}`)),
  );
  return { ...found, ids: found.items.map(({ id }) => id), bytes };
}

Deno.test("training items stand in the order of the epoch, under its draws", async () => {
  await withDevice(async (folder) => {
    await drawPictures(`${folder}/pictures`);
    const job = await jobOf(pictures, folder);
    const { batch, seed } = job.stages.fit.behaviour;
    const first = await shown(job, folder);
    const order = batchesOf(job.front.sets.train, batch, seed, 0).flat();
    assert.deepEqual(first.ids, order.slice(0, 6));
    assert.equal(first.seed, seed);
    const [input, network] = first.bytes;
    assert.equal(input?.length, 6 * 16 * 16 * 3);
    assert.equal(network?.length, 6 * 16 * 16 * 3);
    assert.notDeepEqual(network, input);
    const { file } = job.front.items.find(({ id }) => id === first.ids[4])!;
    const plain = await decodeImage(await Deno.readFile(file!.absolute), {
      size: 16,
      method: "crop",
    });
    assert.deepEqual(input?.slice(4 * 768, 5 * 768), Uint8Array.from(plain));
    const again = await shown(job, folder);
    assert.deepEqual(again.bytes, first.bytes);
    const third = await shown(job, folder, { epoch: 3 });
    assert.deepEqual(
      third.ids,
      batchesOf(job.front.sets.train, batch, seed, 2).flat().slice(0, 6),
    );
    const other = await shown(job, folder, { seed: seed + 1 });
    assert.notDeepEqual(other.ids, first.ids);
  });
});

Deno.test("validation items are shown as they are judged, more than a batch of them", async () => {
  await withDevice(async (folder) => {
    await drawPictures(`${folder}/pictures`);
    const { spec } = pictures;
    const transforms = [leat.flip(), leat.normalize()];
    const job = await jobOf(
      { ...pictures, spec: { ...spec, transforms } },
      folder,
    );
    const { ids, bytes: [input, network] } = await shown(job, folder, {
      set: "valid",
      count: 100,
    });
    assert.deepEqual(ids, job.front.sets.valid);
    // Nothing is drawn, and the normalisation is undone: but for rounding.
    const furthest = Buffer.from(input!).reduce(
      (most, value, at) => Math.max(most, Math.abs(value - network![at]!)),
      0,
    );
    assert.ok(furthest <= 1, `${furthest}`);
  });
});

Deno.test("what is erased is shown as noise in a picture that is as it was", async () => {
  await withDevice(async (folder) => {
    await drawPictures(`${folder}/pictures`);
    const { spec } = pictures;
    const erasing = leat.randomErasing({
      probability: 1,
      minArea: 0.2,
      minAspect: 1,
    });
    const networkOf = async (
      transforms: readonly leat.Transform<leat.Image>[],
      set: "train" | "valid",
    ) => {
      const job = await jobOf({ spec: { ...spec, transforms } }, folder);
      const { bytes: [, network] } = await shown(job, folder, { set });
      return network!;
    };
    for (const before of [[leat.normalize()], []]) {
      const plain = await networkOf(before, "train");
      const erased = await networkOf([...before, erasing], "train");
      for (let from = 0; from < plain.length; from += 768) {
        const other = Array.from({ length: 768 }, (_, at) => from + at)
          .filter((at) => erased[at] !== plain[at]).length;
        assert.ok(other > 0.15 * 768 && other < 0.35 * 768, `${other}`);
      }
      assert.deepEqual(
        await networkOf([...before, erasing], "valid"),
        await networkOf(before, "valid"),
      );
    }
  });
});

Deno.test("rows are shown as numbers, as they are read", async () => {
  await withDevice(async (folder) => {
    const job = await jobOf(points, folder);
    const { items, pictures } = await shown(job, folder, { count: 3 });
    assert.equal(items.length, 3);
    assert.deepEqual(pictures, []);
    const [{ columns, item }] = items as [typeof items[number]];
    assert.deepEqual(columns.map(({ field }) => field), [
      "continuous",
      "categorical",
    ]);
    assert.deepEqual(columns[0]?.read, columns[0]?.seen);
    const colours = ["blue", "green", "red"];
    const { colour } = item as { colour: string };
    assert.deepEqual(columns[1]?.read, [1 + colours.indexOf(colour)]);
  });
});
