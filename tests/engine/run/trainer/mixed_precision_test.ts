import assert from "node:assert/strict";
import * as leat from "leat";
import { Interrupted } from "../../../../src/base/errors/interrupted.ts";
import { CHECKPOINT } from "../../../../src/engine/run/job/checkpoints.ts";
import { decodeCheckpoint } from "../../../../src/engine/train/checkpoint.ts";
import { overflowTeller } from "../../../../src/engine/run/trainer/overflow_teller.ts";
import type { LearnJob } from "../../../../src/engine/run/job/job.ts";
import type { RunEvent } from "../../../../src/flow/events/event.ts";
import { jobOf, points, run, withDevice } from "../../jobs.ts";
import { stopWithin } from "../../_stops.ts";

/** Channels in fours: what halves are stored of. */
const mixed = leat.pipeline({
  ...points.spec,
  architecture: leat.mlp({ hidden: [8] }),
  fit: leat.constant(2, { learningRate: 0.01, batch: 8, precision: "mixed" }),
});

/** The last checkpoint of a run. */
async function bitsOf(
  job: LearnJob,
  { model }: Awaited<ReturnType<typeof run>>,
) {
  const { keys } = JSON.parse(
    await Deno.readTextFile(model.path("model.json")),
  );
  const checkpoint = await job.store.find(keys.checkpoint);
  assert.ok(checkpoint, "the last checkpoint is kept");
  return await checkpoint.readBytes(CHECKPOINT);
}

const noticesOf = (events: readonly RunEvent[]) =>
  events.flatMap((event) => event.type === "notice" ? [event.text] : []);

Deno.test("learn() in mixed precision goes on after a stop with the bits of an unbroken run, replayed or not", async () => {
  await withDevice(async (folder) => {
    const job = await jobOf(mixed, folder);
    await assert.rejects(
      run(job, stopWithin("fit/training/1", 2)),
      Interrupted,
    );
    const resumed = await run(await jobOf(mixed, folder));
    const other = await jobOf(mixed, folder, { cache: "other" });
    const unbroken = await run(other);
    const third = await jobOf(mixed, folder, { cache: "third" });
    const eager = await run(third, { eager: true });
    const bits = await bitsOf(job, resumed);
    assert.deepEqual(bits, await bitsOf(other, unbroken));
    assert.deepEqual(bits, await bitsOf(third, eager));
    assert.ok(decodeCheckpoint(bits).optimizer.scaling);
    const full = leat.pipeline({
      ...mixed.spec,
      fit: leat.constant(2, { learningRate: 0.01, batch: 8 }),
    });
    const { executed } = await run(await jobOf(full, folder));
    assert.ok(executed.includes("fit/training/1"), "full precision is another");
  });
});

Deno.test("overflowTeller() says how many steps were left out, when they became more", () => {
  const events: RunEvent[] = [];
  const tell = overflowTeller((event) => events.push(event));
  const settings = Array.from(
    { length: 10 },
    () => ({ rates: [], momentum: 0 }),
  );
  const after = (epoch: number, skipped: number, scale: number) =>
    tell({ epoch, settings }, {
      scale,
      inverse: 1 / scale,
      clean: 0,
      skipped,
      overflow: 0,
      factor: 1,
    });
  tell({ epoch: 1, settings }, undefined);
  after(1, 0, 65_536);
  assert.deepEqual(events, []);
  after(1, 2, 16_384);
  after(2, 2, 16_384);
  after(3, 3, 8192);
  assert.deepEqual(noticesOf(events), [
    "Mixed precision left out 2 of 10 steps so far, whose gradients were too large for 16 bits; the loss is scaled by 16384",
    "Mixed precision left out 3 of 30 steps so far, whose gradients were too large for 16 bits; the loss is scaled by 8192",
  ]);
  after(1, 0, 65_536);
  after(2, 3, 8192);
  assert.equal(noticesOf(events).length, 3);
});
