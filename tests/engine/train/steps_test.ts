import assert from "node:assert/strict";
import * as leat from "leat";
import { memoryInUse } from "../held.ts";
import { Optimizer } from "../../../src/engine/train/optimizer.ts";
import { Steps } from "../../../src/engine/train/steps.ts";
import { batchesOf } from "../../../src/engine/train/epoch.ts";
import type { EpochProgram } from "../../../src/flow/graph/program.ts";
import { drawPictures, pictures, points } from "../jobs.ts";
import { type Opened, trainAll, withSession } from "./_sessions.ts";

/** Six steps an epoch, so that some of each kind are replayed. */
const batch = 4;

/** The head alone, then all of it: 54 steps. */
function frozenThenNot(
  programs: readonly EpochProgram[],
): readonly EpochProgram[] {
  const half = Math.ceil(programs.length / 2);
  return programs.map((program, at) => ({
    ...program,
    firstTrainable: at < half ? 2 : 0,
    reset: at % half === 0,
  }));
}

/** Dropout is in the head of each. */
const cases = {
  "AdamW under a schedule, with transforms": leat.pipeline({
    ...pictures.spec,
    transforms: [
      leat.flip(),
      leat.rotate(10),
      leat.brightness(),
      leat.randomErasing({ maxCount: 2 }),
    ],
    fit: leat.oneCycle(9, { batch, learningRate: 0.01 }),
  }),
  "SGD without momentum, with clipped gradients": leat.pipeline({
    ...pictures.spec,
    fit: leat.constant(9, {
      batch,
      learningRate: 0.01,
      optimizer: leat.sgd(),
      callbacks: [leat.clipGradients()],
    }),
  }),
  "SGD with momentum under a schedule, with mixing": leat.pipeline({
    ...pictures.spec,
    transforms: [leat.flip(), leat.mixup()],
    fit: leat.oneCycle(9, {
      batch,
      learningRate: 0.01,
      optimizer: leat.sgd(),
    }),
  }),
};

function draw(folder: string) {
  return drawPictures(`${folder}/pictures`, 35);
}

/** Trains it all, over 54 steps. */
async function train(opened: Opened, eager: boolean, breakAt?: number) {
  const programs = frozenThenNot(opened.programs);
  const replaying: boolean[] = [];
  const trained = await trainAll(opened, {
    programs,
    eager,
    ...breakAt === undefined ? {} : { breakAt },
    onSteps: (steps) => replaying.push(steps.replaying),
  });
  const steps = programs.flatMap(({ settings }) => settings).length;
  return { ...trained, steps, replaying };
}

for (const [name, pipeline] of Object.entries(cases)) {
  Deno.test(`Steps that are replayed have the bits of those done anew: ${name}`, async () => {
    const run = (eager: boolean) =>
      withSession(pipeline, "webgpu", (opened) => train(opened, eager), draw);
    const anew = await run(true);
    const replayed = await run(false);
    assert.equal(anew.steps, 54);
    assert.ok(anew.replaying.every((each) => !each));
    assert.ok(replayed.replaying.every((each) => each));
    assert.deepEqual(replayed.values, anew.values);
    assert.equal(replayed.loss, anew.loss);
  });
}

Deno.test("Steps that are replayed have the bits of those done anew: embeddings, with smoothed labels", async () => {
  const columns = leat.pipeline({
    ...points.spec,
    loss: leat.crossEntropy({ labelSmoothing: 0.1 }),
    fit: leat.constant(9, { learningRate: 0.01, batch: 8 }),
  });
  const run = (eager: boolean) =>
    withSession(
      columns,
      "webgpu",
      (opened) => {
        assert.ok(opened.session.variables.all.has("embeds.0.weight"));
        return trainAll(opened, { eager });
      },
    );
  const [anew, replayed] = [await run(true), await run(false)];
  assert.deepEqual(replayed.values, anew.values);
  assert.equal(replayed.loss, anew.loss);
});

/** A pipeline's session, and steps through its training set, again and again. */
async function withSteps(
  pipeline: unknown,
  use: (
    opened: Opened,
    steps: Steps,
    take: (count: number, change?: Partial<EpochProgram>) => Promise<void>,
  ) => Promise<void>,
): Promise<void> {
  await withSession(pipeline, "webgpu", async (opened) => {
    const { session, items, train, targets, programs: [first] } = opened;
    const { batch, seed } = session.stages.fit.behaviour;
    const optimizer = new Optimizer(session.tf, session.stages.fit.behaviour);
    const steps = new Steps({ session, optimizer }, { eager: false });
    const batches = batchesOf(train, batch, seed, 0);
    const data = { items, train, targets };
    const before = opened.device.memory().tensors;
    await use(opened, steps, async (count, change) => {
      assert.ok(first);
      const program = { ...first, ...change };
      for (let at = 0; at < count; at++) {
        await steps.room();
        const ids = batches[at % batches.length] ?? [];
        const step = at % program.settings.length;
        steps.take({ program, data, ids, step }).dispose();
      }
    });
    steps.dispose();
    assert.equal(steps.bytes, 0);
    optimizer.reset();
    assert.equal(opened.device.memory().tensors, before);
  }, draw);
}

Deno.test("Steps leave tensors and memory as they were, over 500 of them", async () => {
  await withSteps(points, async ({ device }, steps, take) => {
    const measured = async () => {
      await device.settle();
      return { ...device.memory(), kept: steps.bytes };
    };
    await take(50);
    const early = await measured();
    assert.ok(early.kept > 0);
    const used = memoryInUse();
    await take(450);
    assert.deepEqual(await measured(), early);
    const growth = memoryInUse() - used;
    assert.ok(growth < 16 * 2 ** 20, `${growth} bytes more`);
  });
});

Deno.test("Steps keep one recording at a time", async () => {
  await withSteps(pictures, async (_, steps, take) => {
    await take(2, { firstTrainable: 2 });
    const { bytes } = steps;
    assert.ok(steps.replaying);
    await take(1);
    assert.ok(!steps.replaying);
    await take(1);
    assert.ok(steps.replaying);
    const { account } = steps;
    assert.deepEqual([account.replayed, account.anew], [0, 4]);
    assert.ok(account.bytes > bytes, "the most that was kept");
    await take(2, { firstTrainable: 2 });
    assert.equal(steps.bytes, bytes);
    await take(3, { firstTrainable: 2 });
    const { bytes: most } = account;
    assert.deepEqual(steps.account, { replayed: 3, anew: 6, bytes: most });
  });
});

Deno.test("Steps that gather gradients are done anew, and say so", async () => {
  const gathering = leat.pipeline({
    ...points.spec,
    fit: leat.constant(2, {
      learningRate: 0.01,
      batch: 8,
      callbacks: [leat.accumulateGradients(16)],
    }),
  });
  await withSteps(gathering, async (_, steps, take) => {
    await take(5);
    assert.equal(steps.refusal, "gathers gradients with others");
    assert.ok(!steps.replaying);
    assert.deepEqual(steps.account, { replayed: 0, anew: 5, bytes: 0 });
  });
});
