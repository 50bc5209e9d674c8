import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import {
  type ImageFile,
  oneCycle,
  pipeline,
  resnet,
  train,
  type Trained,
} from "leat";
import pets, { full } from "../../pipelines/pets.ts";
import { withFolder } from "../_folder.ts";

const base = fileURLToPath(new URL("../../pipelines", import.meta.url));

async function errorOf(
  trained: typeof pets,
): Promise<
  Pick<Trained<ImageFile, string>, "claims" | "history"> & {
    readonly error: number;
    readonly baseline: number;
  }
> {
  return await withFolder(async (cache) => {
    using model = await train(trained, { base, cache });
    const { metrics, baseline, history, claims } = model;
    return {
      claims,
      error: metrics["error_rate"] ?? NaN,
      baseline: baseline["error_rate"] ?? NaN,
      history,
    };
  });
}

Deno.test("pets errs in at most 8 %, and from random weights clearly more", async () => {
  const tuned = await errorOf(pets);
  assert.ok(tuned.error <= 0.08, `error rate ${tuned.error}`);
  assert.deepEqual(tuned.claims.map(({ text, holds }) => [text, holds]), [
    ["error_rate below 0.08", true],
  ]);
  assert.ok(tuned.baseline > 0.35, `majority guess ${tuned.baseline}`);

  const epochs = tuned.history.length;
  const scratch = await errorOf(
    pipeline({
      ...pets.spec,
      architecture: resnet(),
      fit: oneCycle(epochs, { learningRate: 1e-2, batch: 32 }),
    }) as unknown as typeof pets,
  );
  assert.ok(
    scratch.error > 0.12,
    `random weights: error rate ${scratch.error}`,
  );
  assert.ok(scratch.error > 2 * tuned.error);
});

Deno.test("pets#full is the book's: photographs, ResNet-34, one epoch", () => {
  const { source, architecture, input, fit } = full.spec;
  assert.deepEqual(source.params["from"], {
    kind: "archive",
    name: "oxford-iiit-pet",
    licence: "CC-BY-SA-4.0",
    url: "https://s3.amazonaws.com/fast-ai-imageclas/oxford-iiit-pet.tgz",
    size: 811_706_944,
    root: "oxford-iiit-pet/images",
  });
  assert.deepEqual([architecture.op, architecture.params["weights"]], [
    "resnet34",
    "imagenet",
  ]);
  assert.equal(input.params["size"], 224);
  assert.deepEqual([fit.op, fit.params["epochs"]], ["fineTune", 1]);
});
