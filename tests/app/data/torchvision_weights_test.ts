import assert from "node:assert/strict";
import {
  encodeSafetensors,
  type StoredTensor,
} from "../../../src/base/codec/safetensors.ts";
import { readReference } from "../../../src/app/data/references.ts";
import { locateWeights } from "../../../src/app/data/weights.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { resnet18, safetensors } from "../../../mod.ts";
import { sha256 } from "../../../src/base/codec/sha256.ts";
import dictionaries from "../../fixtures/torchvision/state_dicts.json" with {
  type: "json",
};
import { serve } from "../_server.ts";

const { tf } = await openDevice({ backend: "cpu" });
const KERNEL = Float32Array.from({ length: 64 * 3 * 7 * 7 }, (_, at) => at);

/** Names and shapes as torchvision saves them; numbers in the first alone. */
function fileOfTorchvision(): Uint8Array {
  const tensors = Object.entries<readonly number[]>(dictionaries.resnet18).map((
    [name, shape],
  ): readonly [string, StoredTensor] => {
    const size = shape.reduce((product, side) => product * side, 1);
    if (name.endsWith("num_batches_tracked")) {
      return [name, { dtype: "I32", shape, data: new Int32Array(size) }];
    }
    const data = name === "conv1.weight" ? KERNEL : new Float32Array(size);
    return [name, { dtype: "F32", shape, data }];
  });
  return encodeSafetensors(tensors);
}

Deno.test("a whole ResNet-18 of torchvision's comes over the network into its place", async () => {
  const folder = await Deno.makeTempDir({ prefix: "leat-test-" });
  const file = fileOfTorchvision();
  await using server = serve([["/model.safetensors", file]]);
  Deno.env.set("LEAT_CACHE", folder);
  try {
    const { behaviour } = resnet18({
      weights: safetensors(`${server.url}/model.safetensors`, {
        sha256: sha256(file),
      }),
    });
    const { references } = await locateWeights(behaviour.weights, folder, {
      emit: () => {},
      signal: new AbortController().signal,
    });
    const network = await behaviour.build({
      fields: [{ name: "pixels", dtype: "uint8", shape: [64, 64, 3] }],
      outputs: 2,
      tf,
      read: (reference) => readReference(references, reference),
    });
    const { values, normalization } = await network.pretrained?.() ?? {};
    // Parameters, less those of fc, and running statistics of 4,800 channels.
    const count = [...values?.values() ?? []]
      .reduce((sum, { length }) => sum + length, 0);
    assert.equal(count, 11_689_512 - 513_000 + 2 * 4_800);
    // At [0, 0, 1, 0] here and [0, 1, 0, 0] in torch.
    assert.equal(values?.get("conv1.weight")?.[64], KERNEL[49]);
    assert.deepEqual(normalization?.mean, [0.485, 0.456, 0.406]);
  } finally {
    Deno.env.delete("LEAT_CACHE");
    await Deno.remove(folder, { recursive: true });
  }
});
