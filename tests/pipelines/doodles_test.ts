import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import * as leat from "leat";
import doodles from "../../pipelines/doodles.ts";
import { doodles as drawings } from "../../datasets/doodles.ts";
import { withFolder } from "../_folder.ts";

const base = fileURLToPath(new URL("../../pipelines", import.meta.url));

assert.ok(drawings.kind === "drawn");

/** A tenth of the drawings, of which a quarter validates. */
const part = leat.pipeline({
  ...doodles.spec,
  source: leat.images({ ...drawings, count: 480 }),
  split: leat.random({ valid: 0.25, seed: 42, stratify: true }),
  fit: leat.oneCycle(2, { learningRate: 6e-3, batch: 32 }),
});

/** The same from the weights that the whole pipeline left. */
const goneOn = leat.pipeline({
  ...part.spec,
  transforms: [],
  architecture: leat.resnet({ weights: "./weights/doodles.safetensors" }),
  fit: leat.fineTune(1, { batch: 32, baseLearningRate: 1e-2 }),
});

async function lastRowOf<In, Weights>(
  trained: leat.Pipeline<leat.ImageFile, string, In, Weights>,
): Promise<leat.EpochRow> {
  return await withFolder(async (cache) => {
    using model = await leat.train(trained, { base, cache });
    assert.ok((model.baseline["error_rate"] ?? 0) > 0.9);
    const last = model.history.at(-1);
    assert.ok(last);
    return last;
  });
}

// The whole takes a quarter of an hour. A part shows that it runs, and that its
// weights know drawings of this kind, most of which they were trained on.
Deno.test("doodles has left weights that tell doodles apart, as random ones do not", async () => {
  const tuned = await lastRowOf(goneOn);
  const error = tuned.metrics["error_rate"] ?? NaN;
  assert.ok(error < 0.15, `from its weights: error rate ${error}`);
  const scratch = await lastRowOf(part);
  const chance = scratch.metrics["error_rate"] ?? NaN;
  assert.ok(chance > 2 * error, `from random weights: error rate ${chance}`);
});
