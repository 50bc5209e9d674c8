import assert from "node:assert/strict";
import * as leat from "leat";
import { placementOf } from "../../../src/engine/data/room.ts";
import { drawPictures, pictures } from "../jobs.ts";
import { trainAll, withSession } from "./_sessions.ts";

/** Items of 24 pixels a side, batches of 12. */
const presized = leat.pipeline({
  ...pictures.spec,
  input: leat.image({ size: 24 }),
  transforms: [leat.augment({ size: 12, minScale: 0.75 })],
  fit: leat.constant(1, { batch: 4 }) as never,
});

const draw = (folder: string) => drawPictures(`${folder}/pictures`, 18);

for (const backend of ["cpu", "webgpu"] as const) {
  Deno.test(`a network is built for the size that transforms make, and trains, on ${backend}`, () =>
    withSession(presized, backend, async (opened) => {
      const { session, items, train } = opened;
      assert.deepEqual(items.fields[0]?.shape, [24, 24, 3]);
      const ids = train.slice(0, 4);
      const { inputs } = session.trainingBatch(
        items.read(ids, placementOf(1, 0)),
        { seed: 1, epoch: 0, step: 0, ids },
      );
      assert.deepEqual(inputs["pixels"]?.shape, [4, 12, 12, 3]);
      const answering = session.answeringBatch(items.read(ids), 4);
      assert.deepEqual(answering["pixels"]?.shape, [4, 12, 12, 3]);
      session.tf.dispose([inputs, answering]);
      const plain = leat.pipeline({
        ...presized.spec,
        input: leat.image({ size: 12 }),
        transforms: [],
      });
      const layers = await withSession(
        plain,
        backend,
        (other) => Promise.resolve(other.session.network.layers),
        draw,
      );
      assert.deepEqual(session.network.layers, layers);
      const { loss } = await trainAll(opened);
      assert.ok(Number.isFinite(loss));
    }, draw));
}
