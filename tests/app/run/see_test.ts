import assert from "node:assert/strict";
import * as leat from "leat";
import type { Admission } from "../../../src/app/remote/admission.ts";
import { seeWeights } from "../../../src/app/run/see.ts";
import { sha256 } from "../../../src/base/codec/sha256.ts";
import { describe } from "../../../src/flow/pipeline/describe.ts";
import type { AnyPipeline } from "../../../src/flow/pipeline/pipeline.ts";
import { ownStages } from "../../../src/flow/pipeline/stages.ts";
import { withFolder } from "../../_folder.ts";

/** Nothing of it comes from the web. */
const LOCAL: Admission = {
  address: {
    spoken: "./p.ts",
    file: "/p.ts",
    export: "default",
    slug: "p",
  },
  trees: [],
  fresh: [],
  pinning: undefined,
  allowCode: false,
  ask: undefined,
};

const HASH = sha256("the weights");

/** What is seen of weights that no cache has. */
async function seen(more: { readonly sha256?: string }) {
  const at = "https://example.org/w.safetensors";
  const pipeline = leat.pipeline({
    source: leat.images("./images"),
    label: (file) => file.name,
    split: leat.random({ valid: 0.2, seed: 1 }),
    input: leat.image({ size: 8 }),
    architecture: leat.resnet({ weights: leat.safetensors(at, more) }),
    loss: leat.crossEntropy(),
    fit: leat.fineTune(1),
  }) as unknown as AnyPipeline;
  let found: Awaited<ReturnType<typeof seeWeights>> | undefined;
  await withFolder(async (folder) => {
    Deno.env.set("LEAT_CACHE", folder);
    try {
      const description = describe(ownStages(pipeline));
      found = await seeWeights({ description, admission: LOCAL }, folder, {
        settings: [],
        strict: false,
        emit: () => {},
        signal: new AbortController().signal,
      });
    } finally {
      Deno.env.delete("LEAT_CACHE");
    }
  });
  assert.deepEqual(found?.absent, [
    { kind: "weights", name: "w.safetensors", url: at },
  ]);
  return found;
}

Deno.test("weights whose checksum is told are known before they are here", async () => {
  const { weights, unknown } = await seen({ sha256: HASH });
  // As locateWeights() hashes one file that is here.
  assert.equal(weights.sha256, sha256(HASH));
  assert.ok(!unknown);
});

Deno.test("weights without a checksum may be anything", async () => {
  const { weights, unknown } = await seen({});
  assert.ok(unknown);
  assert.notEqual(weights.sha256, undefined);
});
