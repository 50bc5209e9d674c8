import assert from "node:assert/strict";
import {
  encodeSafetensors,
  type StoredTensor,
} from "../../../src/base/codec/safetensors.ts";
import { torchShape } from "../../../src/flow/stage/layout.ts";
import {
  resnet101,
  resnet152,
  resnet18,
  resnet34,
  resnet50,
} from "../../../mod.ts";
import dictionaries from "../../fixtures/torchvision/state_dicts.json" with {
  type: "json",
};
import { build, drawn, images, sizeOf } from "./_networks.ts";

/** Name and shape of each tensor that torchvision saves, in its order. */
const expected = new Map(
  Object.entries(dictionaries).map(([name, tensors]) =>
    [name, Object.entries<readonly number[]>(tensors)] as const
  ),
);

for (
  const [name, make] of Object.entries({
    resnet18,
    resnet34,
    resnet50,
    resnet101,
    resnet152,
  })
) {
  Deno.test(`${name}() has the names and shapes of torchvision's state dict`, async () => {
    const { variables } = await build(make(), images(64));
    const body = variables.filter((each) => !each.name.startsWith("head."));
    const known = (expected.get(name) ?? []).filter(([tensor]) =>
      !tensor.startsWith("fc.") && !tensor.endsWith("num_batches_tracked")
    );
    assert.deepEqual(
      new Map(body.map((spec) => [spec.name, [...torchShape(spec)]])),
      new Map(known),
    );
  });
}

Deno.test("resnet18({ weights }) loads a whole file of torchvision's", async () => {
  const weights = "./resnet18.safetensors";
  const tensors = (expected.get("resnet18") ?? []).map((
    [name, shape],
  ): readonly [string, StoredTensor] =>
    name.endsWith("num_batches_tracked")
      ? [name, { dtype: "I32", shape, data: Int32Array.of(7) }]
      : [name, { dtype: "F32", shape, data: new Float32Array(sizeOf(shape)) }]
  );
  const kernel = drawn("conv1", [64, 3, 7, 7]);
  const [[first]] = tensors as [typeof tensors[number]];
  assert.equal(first, "conv1.weight");
  const network = await build(resnet18({ weights }), images(64), 2, {
    [weights]: encodeSafetensors([
      [first, { dtype: "F32", shape: [64, 3, 7, 7], data: kernel }],
      ...tensors.slice(1),
    ]),
  });
  const { values } = await network.pretrained?.() ?? {};
  // Parameters, less those of fc, and running statistics of 4,800 channels.
  const count = [...values?.values() ?? []]
    .reduce((sum, { length }) => sum + length, 0);
  const statistics = 2 * 4_800;
  assert.equal(count, 11_689_512 - 513_000 + statistics);
  assert.equal(values?.get("conv1.weight")?.[64], kernel[49]);
});
