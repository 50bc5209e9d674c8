import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { readLock } from "../../src/app/lock/lock_file.ts";
import { settingsOf } from "../../src/app/lock/run.ts";
import { NUMERICS } from "../../src/engine/run/job/numerics.ts";
import { describe } from "../../src/flow/pipeline/describe.ts";
import { isPipeline } from "../../src/flow/pipeline/pipeline.ts";
import { ownStages } from "../../src/flow/pipeline/stages.ts";

const folder = fileURLToPath(new URL("../../pipelines/", import.meta.url));
const { runs } = await readLock(`${folder}leat.lock`);

Deno.test("the pipelines that train quickly are recorded", () => {
  assert.deepEqual(
    Object.keys(runs),
    ["pets", "weather", "xor", "xor#oneLayer"],
  );
});

for (const [name, run] of Object.entries(runs)) {
  Deno.test(`the record of ${name} is of the pipeline and the kernels as they are`, async () => {
    const [file, exported = "default"] = name.split("#");
    const module = await import(`${folder}${file}.ts`);
    const pipeline: unknown = module[exported];
    assert.ok(isPipeline(pipeline));
    // Else: deno task train <name> --lock, with an empty LEAT_CACHE.
    assert.deepEqual(run.settings, settingsOf(describe(ownStages(pipeline))));
    assert.deepEqual(run.versions, { ...NUMERICS });
  });
}
