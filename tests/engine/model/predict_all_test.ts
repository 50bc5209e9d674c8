import assert from "node:assert/strict";
import type { InputItem } from "../../../src/flow/stage/input.ts";
import { Predictor } from "../../../src/engine/model/predictor.ts";
import type { Prediction } from "../../../src/engine/model/prediction.ts";
import { readModel } from "../../../src/engine/model/read_model.ts";
import { settled } from "../../../src/engine/model/settled.ts";
import { heldOn } from "../held.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import {
  drawPictures,
  jobOf,
  pictures,
  points,
  run,
  withDevice,
} from "../jobs.ts";

/** A predictor, and all items of its pipeline. */
async function trained(pipeline: unknown, folder: string) {
  const job = await jobOf(pipeline, folder);
  const { model } = await run(job);
  const predictor = await Predictor.open(
    await readModel(model.folder),
    job.stages,
  );
  const items = job.front.items.map(({ id, item, file }): InputItem => ({
    id,
    item,
    read: () => Deno.readFile(file?.absolute ?? ""),
  }));
  return { predictor, items };
}

/** Fails unless two answers are one, as far as another batch computes it. */
function assertLike(
  result: PromiseSettledResult<Prediction> | undefined,
  alone: Prediction,
): void {
  assert.equal(result?.status, "fulfilled");
  const { value } = result as PromiseFulfilledResult<Prediction>;
  assert.equal(value.label, alone.label);
  for (const [name, share] of Object.entries(alone.probabilities ?? {})) {
    const other = value.probabilities?.[name] ?? NaN;
    assert.ok(Math.abs(other - share) < 1e-5, `${name}: ${other}, ${share}`);
  }
}

const bad: InputItem = {
  id: "bad",
  item: { media: "image", path: "bad", name: "bad" },
  read: () => Promise.resolve(new TextEncoder().encode("no image")),
};

Deno.test("predictAll() answers for pictures as predict() does for each, in their order", async () => {
  await withDevice(async (folder) => {
    await drawPictures(`${folder}/pictures`);
    const { predictor, items } = await trained(pictures, folder);
    using _ = predictor;
    const alone: Prediction[] = [];
    for (const each of items) alone.push(await predictor.predict(each));
    for (const count of [1, 3, 4, 7]) {
      const results = await predictor.predictAll(items.slice(0, count));
      assert.equal(results.length, count);
      results.forEach((each, at) => assertLike(each, alone[at]!));
    }
    assert.equal(new Set(alone.map(({ probability }) => probability)).size, 20);
  });
});

Deno.test("predictAll() refuses what it cannot read alone, and keeps no tensor", async () => {
  await withDevice(async (folder) => {
    await drawPictures(`${folder}/pictures`);
    const { predictor, items } = await trained(pictures, folder);
    using _ = predictor;
    const [first, second] = [items[0]!, items[1]!];
    const alone = [
      await predictor.predict(first),
      await predictor.predict(second),
    ];
    const { memory } = await openDevice();
    const { tensors } = memory();
    const results = await predictor.predictAll([bad, first, bad, second]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ["rejected", "fulfilled", "rejected", "fulfilled"],
    );
    assertLike(results[1], alone[0]!);
    assertLike(results[3], alone[1]!);
    assert.match(
      String((results[0] as PromiseRejectedResult).reason),
      /Cannot read image "bad": it is not a JPEG/,
    );
    const none = await predictor.predictAll([bad]);
    assert.deepEqual(none.map(({ status }) => status), ["rejected"]);
    assert.deepEqual(await predictor.predictAll([]), []);
    assert.equal(memory().tensors, tensors);
  });
});

Deno.test("predictAll() holds after many batches what it held after the first of each size", async () => {
  await withDevice(async (folder) => {
    await drawPictures(`${folder}/pictures`);
    const { predictor, items } = await trained(pictures, folder);
    using _ = predictor;
    const device = await openDevice();
    /** Batches of each size, one of their pictures bad, some explained. */
    const ask = async (from: number) => {
      for (const count of [1, 2, 3, 5]) {
        const asked = Array.from(
          { length: count },
          (_, at) => items[(from + at) % items.length]!,
        );
        await predictor.predictAll(asked);
        await predictor.predictAll(asked, asked.map((_, at) => at % 3 === 0));
        await predictor.predictAll([...asked, bad]);
      }
    };
    // What tfjs keeps to use again is made by the first few.
    for (const from of [0, 1]) await ask(from);
    const before = heldOn(device);
    for (let from = 2; from < 8; from++) await ask(from);
    assert.deepEqual(heldOn(device), before);
    device.close();
  });
});

Deno.test("predictAll() answers for rows of numbers and of codes", async () => {
  await withDevice(async (folder) => {
    const { predictor, items } = await trained(points, folder);
    using _ = predictor;
    const results = await predictor.predictAll(items.slice(0, 5));
    for (const [at, each] of items.slice(0, 5).entries()) {
      assertLike(results[at], await predictor.predict(each));
    }
  });
});

Deno.test("settled() has few under way, and keeps the order", async () => {
  let under = 0;
  let most = 0;
  const results = await settled([3, 1, 2, 0], async (each) => {
    most = Math.max(most, ++under);
    for (let at = 0; at < each; at++) await Promise.resolve();
    under--;
    if (each === 1) throw new RangeError("one");
    return each;
  });
  assert.equal(most, 2);
  assert.deepEqual(
    results.map((each) => each.status === "fulfilled" ? each.value : "no"),
    [3, "no", 2, 0],
  );
});
