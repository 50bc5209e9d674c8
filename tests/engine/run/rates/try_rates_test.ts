import assert from "node:assert/strict";
import * as leat from "leat";
import { z } from "zod";
import { Interrupted } from "../../../../src/base/errors/interrupted.ts";
import type { LearnJob } from "../../../../src/engine/run/job/job.ts";
import {
  type RatesTask,
  tryRates,
} from "../../../../src/engine/run/rates/try_rates.ts";
import type { RunEvent } from "../../../../src/flow/events/event.ts";
import {
  drawPictures,
  jobOf,
  pictures,
  points,
  run,
  withDevice,
} from "../../jobs.ts";
import { entriesOf } from "../../../_entries.ts";

/** Tries rates, and keeps the events. */
async function tried(
  job: LearnJob,
  task: RatesTask,
  onEvent: (event: RunEvent, stop: AbortController) => void = () => {},
) {
  const events: RunEvent[] = [];
  const stop = new AbortController();
  const found = await tryRates(job, task, {
    emit: (event) => {
      events.push(event);
      onEvent(event, stop);
    },
    signal: stop.signal,
  });
  return { ...found, events };
}

/** What a promise is rejected with, if it is. */
async function refusalOf(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(() => undefined, (error) => error);
}

/** The same pipeline, trained at one rate. */
function constantly(
  learningRate: number,
  optimizer: leat.AdamW | leat.Sgd = leat.adamW(),
) {
  return leat.pipeline({
    ...points.spec,
    fit: leat.constant(2, { learningRate, optimizer, batch: 8 }),
  });
}

Deno.test("tryRates() gives the same curve bit for bit, and stores packed items alone", async () => {
  await withDevice(async (folder) => {
    const job = await jobOf(points, folder);
    // 33 items train in 4 steps an epoch: 20 steps are 5 epochs.
    const first = await tried(job, { steps: 20 });
    const entries = await entriesOf(job.store.root);
    assert.deepEqual(
      entries.map(({ kind }) => kind).sort(),
      ["input", "statistics"],
    );
    const second = await tried(await jobOf(points, folder), { steps: 20 });
    assert.deepEqual(second.losses, first.losses);
    assert.deepEqual(second.rates, first.rates);
    assert.deepEqual(second.suggestions, first.suggestions);
    assert.deepEqual(await entriesOf(job.store.root), entries);
    const steps = first.events.filter((event) => event.type === "rate");
    assert.deepEqual(
      steps.map(({ loss }) => loss),
      first.losses,
    );
    assert.deepEqual(steps.map(({ rate }) => rate), first.rates);
    assert.equal(steps.at(-1)?.step, first.losses.length);
    assert.ok(first.adapter);
  });
});

Deno.test("tryRates() leaves what was trained as it is, and packs nothing twice", async () => {
  await withDevice(async (folder) => {
    const job = await jobOf(points, folder);
    const before = await run(job);
    const entries = await entriesOf(job.store.root);
    const { events } = await tried(await jobOf(points, folder), { steps: 8 });
    assert.deepEqual(await entriesOf(job.store.root), entries);
    const states = events.flatMap((event) =>
      event.type === "node.state" ? [`${event.node} ${event.state}`] : []
    );
    assert.deepEqual(states, ["statistics reused", "input reused"]);
    const after = await run(await jobOf(points, folder));
    assert.deepEqual(after.executed, []);
    assert.equal(after.model.key, before.model.key);
  });
});

Deno.test("learn() reuses what tryRates() packed, and learns the same", async () => {
  await withDevice(async (folder) => {
    const alone = await run(await jobOf(points, folder, { cache: "alone" }));
    await tried(await jobOf(points, folder), { steps: 8 });
    const after = await run(await jobOf(points, folder));
    assert.deepEqual(after.reused, ["statistics", "input"]);
    assert.deepEqual(
      after.history.map(({ seconds: _, ...row }) => row),
      alone.history.map(({ seconds: _, ...row }) => row),
    );
  });
});

for (const optimizer of [leat.adamW(), leat.sgd({ momentum: 0.8 })]) {
  Deno.test(`a rate that hardly grows trains as that rate does, by ${optimizer.op}()`, async () => {
    await withDevice(async (folder) => {
      const start = 1e-3;
      const job = await jobOf(constantly(start, optimizer), folder);
      const { losses, rates } = await tried(job, {
        start,
        end: start * (1 + 1e-9),
        steps: 8,
      });
      assert.equal(rates.length, 8);
      // Two epochs of four steps, in the order and from the start of training.
      const { history } = await run(
        await jobOf(constantly(start, optimizer), folder),
      );
      for (const [epoch, step] of [[0, 3], [1, 7]] as const) {
        const trained = history[epoch]?.train_loss ?? NaN;
        const loss = losses[step] ?? NaN;
        // The rates differ by a billionth.
        assert.ok(Math.abs(loss - trained) < 1e-6, `${loss} and ${trained}`);
      }
    });
  });
}

/** A schedule that trains from one group on, at one rate. */
const fromGroup = leat.defineStage("fit", {
  op: "fromGroup",
  version: 1,
  params: z.strictObject({ first: z.int() }),
  behave: ({ first }) => ({
    batch: 4,
    seed: 42,
    weightDecay: 0.01,
    phases: ({ groups }) =>
      [first, 0].map((firstTrainable) => ({
        name: `from ${firstTrainable}`,
        epochs: 1,
        firstTrainable,
        at: () => ({
          rates: new Array<number>(groups).fill(0.05),
          momentum: 0.9,
        }),
      })),
  }),
});

Deno.test("tryRates() trains what the first phase trains, or all if told", async () => {
  await withDevice(async (folder) => {
    await drawPictures(`${folder}/pictures`);
    const frozen = leat.pipeline({
      ...pictures.spec,
      fit: fromGroup({ first: 2 }),
    });
    const free = leat.pipeline({
      ...pictures.spec,
      fit: fromGroup({ first: 0 }),
    });
    // 14 pictures train in three steps, so six are two epochs.
    const task = { start: 0.05, end: 0.05 * (1 + 1e-9), steps: 6 };
    const head = await tried(await jobOf(frozen, folder), task);
    const all = await tried(await jobOf(frozen, folder), {
      ...task,
      unfrozen: true,
    });
    const like = await tried(await jobOf(free, folder), task);
    assert.notDeepEqual(head.losses, all.losses);
    assert.deepEqual(like.losses, all.losses);
    const { history } = await run(await jobOf(frozen, folder));
    const trained = history[0]?.train_loss ?? NaN;
    // The rates differ by a billionth.
    assert.ok(Math.abs((head.losses[2] ?? NaN) - trained) < 1e-6);
    const notices = [head, all].map(({ events }) =>
      events.flatMap((event) => event.type === "notice" ? [event.text] : [])
    );
    assert.ok(
      notices[0]?.includes(
        'Trying 6 rates, on the last of 3 groups of layers, as the phase "from 2" trains',
      ),
      String(notices[0]),
    );
    assert.ok(notices[1]?.includes("Trying 6 rates, on all layers"));
  });
});

Deno.test("tryRates() raises steps that say nothing, and says so", async () => {
  await withDevice(async (folder) => {
    const { rates, events } = await tried(await jobOf(points, folder), {
      steps: 2,
    });
    assert.equal(rates.length, 6);
    assert.ok(
      events.some((event) =>
        event.type === "notice" &&
        event.text ===
          "Trying 6 rates, not 2: fewer say nothing, on all layers"
      ),
    );
  });
});

Deno.test("tryRates() stops at once, and stores nothing more", async () => {
  await withDevice(async (folder) => {
    const job = await jobOf(points, folder);
    let count = 0;
    await assert.rejects(
      tried(job, {}, (event, stop) => {
        if (event.type === "rate" && ++count === 5) stop.abort();
      }),
      Interrupted,
    );
    assert.equal(count, 5);
    const kinds = (await entriesOf(job.store.root)).map(({ kind }) => kind);
    assert.deepEqual(kinds.sort(), ["input", "statistics"]);
  });
});

Deno.test("tryRates() refuses what learn() refuses, in the same words", async () => {
  await withDevice(async (folder) => {
    const wrong = [
      leat.pipeline({ ...points.spec, fit: leat.constant(1, { batch: 99 }) }),
      leat.pipeline({
        ...points.spec,
        fit: leat.constant(1, {
          batch: 8,
          callbacks: [leat.accumulateGradients(99)],
        }),
      }),
      leat.pipeline({ ...points.spec, label: () => "all alike" }),
    ];
    for (const pipeline of wrong) {
      const learned = await refusalOf(run(await jobOf(pipeline, folder)));
      const found = await refusalOf(tried(await jobOf(pipeline, folder), {}));
      assert.ok(learned instanceof leat.PipelineError);
      assert.ok(found instanceof leat.PipelineError);
      assert.equal(found.message, learned.message);
      assert.equal(found.stage, learned.stage);
    }
  });
});

Deno.test("tryRates() blames no rate for data that breaks the first step", async () => {
  await withDevice(async (folder) => {
    const broken = leat.pipeline({
      ...points.spec,
      label: (row) => row.x > 0 ? 3e38 : -3e38,
      loss: leat.mse(),
      metrics: [leat.rmse()],
    });
    await assert.rejects(tried(await jobOf(broken, folder), {}), {
      name: "PipelineError",
      stage: "fit",
      message:
        "Cannot go on: the loss is not a number at step 1 of epoch 1 (learning rates), learning rate 1.00e-7; no loss was finite",
    });
  });
});
