import assert from "node:assert/strict";
import { recordRun, runName } from "../../../src/app/lock/run.ts";
import type { PipelineDescription } from "../../../src/flow/pipeline/description.ts";
import { Desk } from "../_cli.ts";

const stage = { op: "none", version: 1, params: {} };
const description: PipelineDescription = {
  format: 1,
  source: stage,
  split: stage,
  input: stage,
  transforms: [],
  architecture: stage,
  loss: stage,
  metrics: [],
  fit: stage,
};

Deno.test("a figure that JSON has no word for is not recorded", async () => {
  await using desk = await Desk.open();
  const path = `${desk.folder}/leat.lock`;
  const row = {
    phase: "full",
    epoch: 1,
    epochs: 1,
    train_loss: 0.5,
    metrics: {},
    seconds: 1,
  };
  const run = { adapter: null, outputs: {}, metrics: {}, description };
  for (
    const [what, figures] of [
      ["valid_loss of fit/full/1", {
        history: [{ ...row, valid_loss: Infinity }],
      }],
      ["f1", { history: [], metrics: { f1: NaN } }],
    ] as const
  ) {
    await assert.rejects(recordRun(path, "p", { ...run, ...figures }), {
      name: "PipelineError",
      message: `Cannot record "p": its ${what} is not a number`,
    });
  }
  assert.deepEqual([...Deno.readDirSync(desk.folder)], []);
  const history = [{ ...row, valid_loss: 0.25 }];
  assert.ok(await recordRun(path, "p", { ...run, history }));
});

Deno.test("a pipeline is recorded by the name of its file and its export", () => {
  assert.equal(runName({ file: "/a/pets.ts", export: "default" }), "pets");
  assert.equal(runName({ file: "/a/pets.ts", export: "full" }), "pets#full");
});
