import assert from "node:assert/strict";
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
import { build, images } from "./_networks.ts";

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
