import assert from "node:assert/strict";
import * as leat from "leat";
import { Interrupted } from "../../../../src/base/errors/interrupted.ts";
import type { RunEvent } from "../../../../src/flow/events/event.ts";
import { lookAhead } from "../../../../src/engine/run/plan/look_ahead.ts";
import { stopWithin } from "../../_stops.ts";
import { drawPictures, jobOf, pictures, run, withDevice } from "../../jobs.ts";

/** Twenty pictures, and weights to start from, in `w.safetensors`. */
async function prepare(folder: string): Promise<void> {
  await drawPictures(`${folder}/pictures`);
  const { model } = await run(await jobOf(pictures, folder));
  await Deno.copyFile(
    model.path("weights.safetensors"),
    `${folder}/w.safetensors`,
  );
}

const { split, source, label, loss, metrics } = pictures.spec;

/** Two frozen epochs of {@linkcode prepare}'s pictures unless told otherwise. */
function tuned(
  options: leat.FineTuneOptions,
  transforms: typeof pictures.spec.transforms = [],
  input = leat.image({ size: 16 }),
) {
  return leat.pipeline({
    source,
    label,
    split,
    input,
    transforms: transforms ?? [],
    architecture: leat.resnet({
      channels: [2, 2],
      blocks: [1, 1],
      hidden: 4,
      weights: "w.safetensors",
    }),
    loss,
    metrics: metrics ?? [],
    fit: leat.fineTune(1, { batch: 4, freezeEpochs: 2, ...options }),
  });
}

function notesOf(events: readonly RunEvent[]): readonly string[] | undefined {
  return events.find((event) => event.type === "plan")?.notes;
}

/** How many items went through the frozen layers before training, each time. */
function computed(events: readonly RunEvent[]): readonly number[] {
  return events.flatMap((event) =>
    event.type === "progress" && event.node === "frozen layers"
      ? [event.done]
      : []
  );
}

Deno.test("learn() computes once what frozen layers make of items, and says so in the plan", async () => {
  await withDevice(async (folder) => {
    await prepare(folder);
    const job = await jobOf(tuned({ freezeNorms: true }), folder);
    const learned = await run(job);
    assert.deepEqual(notesOf(learned.events), [
      'Phase "frozen": what its frozen layers make of an item is computed once and kept',
    ]);
    // Training and validation, once for both epochs.
    assert.deepEqual(computed(learned.events), [4, 8, 12, 16, 20]);
    assert.equal(learned.history.length, 3);
    const again = await run(await jobOf(tuned({ freezeNorms: true }), folder));
    assert.equal(notesOf(again.events), undefined);
    assert.deepEqual(again.executed, []);
  });
});

const eachStep = [
  ["their norms learn", undefined, tuned({})],
  [
    "transforms change images",
    "at each step, forwards only, as transforms change its images",
    tuned({ freezeNorms: true }, [leat.flip()]),
  ],
  [
    "windows of images are drawn",
    "at each step, forwards only, as it cuts its images anew in each epoch",
    tuned({ freezeNorms: true }, [], leat.image({ size: 12, method: "crop" })),
  ],
  [
    "there is one epoch",
    "at each step, forwards only, as it has one epoch",
    tuned({ freezeNorms: true, freezeEpochs: 1 }),
  ],
] as const;

Deno.test("lookAhead() says what becomes of frozen layers before an item is read", async () => {
  await withDevice(async (folder) => {
    await prepare(folder);
    const notes = async (pipeline: ReturnType<typeof tuned>) => {
      const job = await jobOf(pipeline, folder, { cache: "untouched" });
      return (await lookAhead(job, () => {})).notes;
    };
    const once =
      'Phase "frozen": what its frozen layers make of an item is computed once and kept, unless images turn out to be cut anew in each epoch';
    assert.deepEqual(await notes(tuned({ freezeNorms: true })), [once]);
    assert.deepEqual(await notes(tuned({ freezeNorms: true }, [leat.flip()])), [
      'Phase "frozen": its frozen layers run at each step, forwards only, as transforms change its images; norms are not folded into convolutions, which would round otherwise',
    ]);
    assert.deepEqual(await notes(tuned({})), [
      'Phase "frozen": its frozen layers run at each step where they have norms, which learn (freezeNorms: true leaves them as they are)',
    ]);
  });
});

for (const [why, says, pipeline] of eachStep) {
  Deno.test(`learn() runs frozen layers at each step where ${why}`, async () => {
    await withDevice(async (folder) => {
      await prepare(folder);
      if (why.startsWith("windows")) {
        await drawPictures(`${folder}/pictures`, 20, 16, 24);
      }
      const { events } = await run(await jobOf(pipeline, folder));
      assert.deepEqual(
        notesOf(events),
        says &&
          [`Phase "frozen": its frozen layers run ${says}; norms are not folded into convolutions, which would round otherwise`],
      );
      assert.deepEqual(computed(events), []);
    });
  });
}

Deno.test("learn() that is stopped among features or frozen epochs goes on with the bits of an unbroken run", async () => {
  await withDevice(async (folder) => {
    await prepare(folder);
    const pipeline = tuned({ freezeNorms: true });
    const job = await jobOf(pipeline, folder);
    const stops = [["fit/frozen/1", 2], ["fit/frozen/1", 7], [
      "fit/frozen/2",
      2,
    ]] as const;
    for (const [node, asked] of stops) {
      await assert.rejects(run(job, stopWithin(node, asked)), Interrupted);
    }
    const resumed = await run(job);
    const other = await jobOf(pipeline, folder, { cache: "other" });
    const unbroken = await run(other);
    const bits = ({ model }: typeof resumed) =>
      model.readBytes("weights.safetensors");
    assert.deepEqual(await bits(resumed), await bits(unbroken));
    const losses = ({ history }: typeof resumed) =>
      history.map((row) => [row.train_loss, row.valid_loss]);
    assert.deepEqual(losses(resumed), losses(unbroken));
  });
});
