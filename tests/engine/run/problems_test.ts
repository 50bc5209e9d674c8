import assert from "node:assert/strict";
import * as leat from "leat";
import { jobOf, POINTS, points, run, withDevice } from "../jobs.ts";

const base = {
  source: leat.rows(POINTS, { id: "id" }),
  split: leat.random({ valid: 0.25, seed: 1 }),
  input: leat.features({ continuous: ["x", "y"] }),
  architecture: leat.mlp({ hidden: [8] }),
  fit: leat.constant(10, { learningRate: 0.1, batch: 10 }),
};

Deno.test("learn() learns a number better than its mean", async () => {
  await withDevice(async (folder) => {
    const sum = leat.pipeline({
      ...base,
      label: (row: typeof POINTS[number]) => row.x + 2 * row.y,
      loss: leat.mse(),
      metrics: [leat.rmse()],
    });
    const { metrics, baseline } = await run(await jobOf(sum, folder));
    assert.ok(metrics["rmse"]! < baseline["rmse"]! / 2, `${metrics["rmse"]}`);
  });
});

Deno.test("learn() learns tags better than never giving one", async () => {
  await withDevice(async (folder) => {
    const sides = leat.pipeline({
      ...base,
      label: (row: typeof POINTS[number]) => [
        ...row.x > 0 ? ["right"] : [],
        ...row.y > 0 ? ["above"] : [],
      ],
      loss: leat.binaryCrossEntropy(),
      metrics: [leat.f1({ average: "macro" })],
    });
    const { metrics, baseline } = await run(await jobOf(sides, folder));
    assert.ok(metrics["f1"]! > 0.8, `${metrics["f1"]}`);
    assert.ok(metrics["f1"]! > baseline["f1"]!);
  });
});

Deno.test("learn() learns a truth with two classes, false before true", async () => {
  await withDevice(async (folder) => {
    const right = leat.pipeline({
      ...base,
      label: (row: typeof POINTS[number]) => row.x > 0,
      loss: leat.crossEntropy(),
      metrics: [leat.accuracy()],
    });
    const { metrics, model } = await run(await jobOf(right, folder));
    assert.ok(metrics["accuracy"]! > 0.8, `${metrics["accuracy"]}`);
    assert.deepEqual(await model.readJson("vocabulary.json"), {
      kind: "category",
      classes: [false, true],
    });
  });
});

Deno.test("learn() names the step at which a huge rate broke the loss", async () => {
  await withDevice(async (folder) => {
    const broken = leat.pipeline({
      ...points.spec,
      fit: leat.constant(2, { learningRate: 1e30, batch: 8 }),
    });
    await assert.rejects(run(await jobOf(broken, folder)), {
      name: "PipelineError",
      stage: "fit",
      message:
        /^Cannot go on: the loss is not a number at step \d of epoch 1 \(training\), learning rate 1\.00e\+30; the last finite loss was [\d.e+]+$/,
    });
  });
});

Deno.test("learn() does not keep weights that the last step of an epoch broke", async () => {
  await withDevice(async (folder) => {
    const broken = leat.pipeline({
      ...points.spec,
      fit: leat.constant(1, { learningRate: 1e30, batch: 30 }), // one step
    });
    await assert.rejects(run(await jobOf(broken, folder)), {
      name: "PipelineError",
      message:
        /^Cannot go on: the loss is not a number at step 1 of epoch 1 \(training\), learning rate 1\.00e\+30; the last finite loss was [\d.]+$/,
    });
  });
});

Deno.test("learn() trains on single items only where no norm needs more", async () => {
  await withDevice(async (folder) => {
    const single = leat.pipeline({
      ...points.spec,
      fit: leat.constant(1, { batch: 1 }),
    });
    await assert.rejects(run(await jobOf(single, folder)), {
      name: "PipelineError",
      message:
        /^Cannot train with a batch of 1: bn_cont normalizes each channel over the batch/,
    });
    const plain = leat.pipeline({
      ...single.spec,
      input: leat.features({ categorical: ["colour"] }),
      architecture: leat.mlp({ hidden: [] }),
    });
    const { history } = await run(await jobOf(plain, folder));
    assert.equal(history.length, 1);
  });
});
