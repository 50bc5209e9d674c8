import assert from "node:assert/strict";
import { z } from "zod";
import * as leat from "leat";
import { evaluate } from "../../../src/engine/train/evaluate.ts";
import { drawPictures, pictures, points } from "../jobs.ts";
import { type Opened, trainAll, withSession } from "./_sessions.ts";

function over({ session, items, targets }: Opened, ids: readonly string[]) {
  return evaluate(session, { items, ids, targets });
}

Deno.test("evaluate() gives each item what it gets alone, whatever fills the last batch", async () => {
  for (const backend of ["cpu", "webgpu"] as const) {
    await withSession(points, backend, async (opened) => {
      await trainAll(opened);
      const { valid } = opened;
      assert.notEqual(valid.length % 8, 0); // the last batch is not full
      const before = opened.device.memory().tensors;
      const whole = await over(opened, valid);
      assert.equal(whole.outputs.length, valid.length * 2);
      for (const [at, id] of valid.entries()) {
        const alone = await over(opened, [id]);
        const row = [2 * at, 2 * at + 2] as const;
        assert.deepEqual(alone.outputs, whole.outputs.slice(...row));
        assert.deepEqual(alone.targets, whole.targets.slice(...row));
      }
      assert.equal(opened.device.memory().tensors, before);
    });
  }
});

Deno.test("evaluate() takes the mean of the loss over items, not over batches", async () => {
  await withSession(points, "cpu", async (opened) => {
    const { valid } = opened;
    const { loss, outputs, targets } = await over(opened, valid);
    const losses = valid.map((_, at) => {
      const right = targets[2 * at] === 1 ? 2 * at : 2 * at + 1;
      return -Math.log(outputs[right] ?? NaN);
    });
    const mean = losses.reduce((sum, each) => sum + each) / losses.length;
    assert.ok(Math.abs(loss - mean) < 1e-6, `${loss} is not ${mean}`);
  });
});

Deno.test("evaluate() uses running statistics, no dropout, and no transform for training", async () => {
  await withSession(pictures, "cpu", async (opened) => {
    await trainAll(opened);
    const before = await opened.session.variables.read();
    const [first, second] = [
      await over(opened, opened.valid),
      await over(opened, opened.valid),
    ];
    assert.deepEqual(first, second);
    assert.deepEqual(await opened.session.variables.read(), before);
  }, (folder) => drawPictures(`${folder}/pictures`, 12));
});

Deno.test("evaluate() normalises with the pipeline's own normalize", async () => {
  const seen: number[] = [];
  const spy = leat.defineStage("transforms", {
    op: "spy",
    version: 1,
    params: z.strictObject({}),
    behave: () => ({
      when: "always",
      apply: (_tf, batch) => {
        seen.push(batch.dataSync()[0] ?? NaN);
        return batch;
      },
    }),
  });
  const watched = leat.pipeline({
    ...pictures.spec,
    transforms: [spy({}), leat.normalize(), spy({})],
  });
  await withSession(watched, "cpu", async (opened) => {
    await over(opened, opened.valid.slice(0, 1));
    const [raw = NaN, normal = NaN] = seen;
    assert.ok(raw >= 0 && raw <= 1);
    assert.ok(Math.abs(normal - (raw - 0.485) / 0.229) < 1e-5);
  }, (folder) => drawPictures(`${folder}/pictures`, 12));
});
