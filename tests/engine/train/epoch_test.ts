import assert from "node:assert/strict";
import * as leat from "leat";
import { batchesOf } from "../../../src/engine/train/epoch.ts";
import type { Values } from "../../../src/engine/train/variables.ts";
import { drawPictures, pictures, points } from "../jobs.ts";
import { type Opened, trainAll, withSession } from "./_sessions.ts";

/** Frozen, then not, with dropout and transforms; from random weights. */
const tuned = {
  spec: { ...pictures.spec, fit: leat.fineTune(1, { batch: 4 }) },
};

function draw(folder: string) {
  return drawPictures(`${folder}/pictures`, 18);
}

function trained(
  pipeline: unknown,
  backend: "cpu" | "webgpu",
): Promise<Values> {
  const train = async (opened: Opened) => (await trainAll(opened)).values;
  return withSession(pipeline, backend, train, draw);
}

Deno.test("batchesOf() gives each item once an epoch, in a fresh order, and drops the rest", () => {
  const ids = Array.from({ length: 10 }, (_, at) => `i${at}`);
  const first = batchesOf(ids, 3, 42, 0);
  assert.deepEqual(first.map(({ length }) => length), [3, 3, 3]);
  assert.equal(new Set(first.flat()).size, 9);
  assert.deepEqual(batchesOf(ids, 3, 42, 0), first);
  assert.notDeepEqual(batchesOf(ids, 3, 42, 1), first);
  assert.notDeepEqual(batchesOf(ids, 3, 43, 0), first);
  assert.deepEqual(batchesOf(ids, 11, 42, 0), []);
});

for (const backend of ["cpu", "webgpu"] as const) {
  Deno.test(`trainEpoch() gives the same bits twice, on ${backend}`, async () => {
    const [first, second] = [
      await trained(tuned, backend),
      await trained(tuned, backend),
    ];
    assert.deepEqual(first, second);
  });

  Deno.test(`trainEpoch() goes on from a checkpoint with the bits of an unbroken run, on ${backend}`, async () => {
    const { values, breaks } = await withSession(
      tuned,
      backend,
      (opened) => trainAll(opened, { breakAt: 2 }),
      draw,
    );
    assert.equal(breaks, 2); // once in each phase
    assert.deepEqual(values, await trained(tuned, backend));
  });

  Deno.test(`trainEpoch() learns embeddings with the same bits twice, on ${backend}`, async () => {
    assert.deepEqual(
      await trained(points, backend),
      await trained(points, backend),
    );
  });
}

Deno.test("trainEpoch() leaves frozen weights, and trains their norms", async () => {
  await withSession(tuned, "cpu", async (opened) => {
    const { programs, session } = opened;
    const before = await session.variables.read();
    const frozen = programs.slice(0, 1);
    assert.deepEqual(frozen.map(({ firstTrainable }) => firstTrainable), [2]);
    const { values } = await trainAll(opened, { programs: frozen });
    for (const { name, role, group } of session.network.variables) {
      const moved = before.get(name)?.some((each, at) =>
        each !== values.get(name)?.[at]
      );
      const expected = group === 2 || role === "norm" || role === "statistic";
      assert.equal(moved, expected, name);
    }
  }, draw);
});

Deno.test("trainEpoch() moves every variable once nothing is frozen", async () => {
  await withSession(tuned, "cpu", async (opened) => {
    const before = await opened.session.variables.read();
    const { values } = await trainAll(opened);
    for (const [name, value] of values) {
      assert.notDeepEqual(value, before.get(name), name);
    }
  }, draw);
});

Deno.test("trainEpoch() keeps no tensor", async () => {
  for (const backend of ["cpu", "webgpu"] as const) {
    await withSession(tuned, backend, async (opened) => {
      const before = opened.device.memory().tensors;
      await trainAll(opened);
      assert.equal(opened.device.memory().tensors, before, backend);
    }, draw);
  }
});

Deno.test("trainEpoch() names the step, the rate and the last finite loss when a loss is none", async () => {
  const broken = leat.pipeline({
    ...points.spec,
    fit: leat.constant(1, { learningRate: 1e30, batch: 8 }),
  });
  await withSession(broken, "cpu", async (opened) => {
    const before = opened.device.memory().tensors;
    await assert.rejects(trainAll(opened), {
      name: "PipelineError",
      stage: "fit",
      item: "training epoch 1 step 2",
      message:
        /^Cannot go on: the loss is not a number at step 2 of epoch 1 \(training\), learning rate 1\.00e\+30; the last finite loss was 0\.\d+$/,
      remedy: "Lower the learning rate, or look for broken values in the input",
    });
    // The moments of the optimizer are left, of the one that was made for it.
    const left = opened.device.memory().tensors - before;
    assert.ok(left <= opened.session.network.variables.length);
  });
});
