import assert from "node:assert/strict";
import * as leat from "leat";
import {
  SHARED,
  tuneKernels,
  type Tuning,
} from "../../../src/engine/kernels/tuning.ts";
import { recordedBackend } from "../../../src/engine/replay/recorded_backend.ts";
import { drawPictures, pictures } from "../jobs.ts";
import { type Opened, trainAll, withSession } from "./_sessions.ts";

const pipeline = leat.pipeline({
  ...pictures.spec,
  fit: leat.constant(3, { batch: 4, learningRate: 0.01 }),
});

/** The names of all shaders that the device has compiled. */
function compiledOn(tf: Opened["device"]["tf"]): readonly string[] {
  const backend = recordedBackend(tf) as unknown as {
    readonly pipelineCache: Readonly<Record<string, unknown>>;
  };
  return Object.keys(backend.pipelineCache).map((key) => key.split(" ")[0]!);
}

/** Trains it all, with kernels of some forms. */
async function train(tuning: Tuning, eager: boolean) {
  return await withSession(
    pipeline,
    "webgpu",
    async (opened) => {
      tuneKernels(tuning);
      try {
        const { programs } = opened;
        let replayed = 0;
        const { values, loss } = await trainAll(opened, {
          programs,
          eager,
          onSteps: (steps) => replayed = steps.account.replayed,
        });
        const compiled = compiledOn(opened.device.tf);
        return { values, loss, replayed, compiled };
      } finally {
        tuneKernels(opened.device.adapter.tuning);
      }
    },
    (folder) => drawPictures(`${folder}/pictures`, 35),
  );
}

Deno.test("Steps that are replayed in shared memory have the bits of those done anew", async () => {
  const anew = await train(SHARED, true);
  const replayed = await train(SHARED, false);
  assert.equal(anew.replayed, 0);
  assert.ok(replayed.replayed > 0);
  assert.deepEqual(replayed.values, anew.values);
  assert.equal(replayed.loss, anew.loss);
  for (const name of ["sharedConvolution", "sharedFilterGradient"]) {
    assert.ok(anew.compiled.includes(name));
  }
});
