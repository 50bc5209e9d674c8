import assert from "node:assert/strict";
import { resnet18, resnet34 } from "../../../mod.ts";
import { build, images } from "./_networks.ts";

// What both have in common is tested in resnet18_test.ts.
Deno.test("resnet34() has more blocks than resnet18(), and the same shapes between them", async () => {
  const [larger, smaller] = [
    await build(resnet34(), images(64)),
    await build(resnet18(), images(64)),
  ];
  const names = new Set(larger.variables.map(({ name }) => name));
  assert.ok(smaller.variables.every(({ name }) => names.has(name)));
  assert.equal(names.has("layer3.5.conv2.weight"), true);
  assert.deepEqual(larger.layers.at(-1), smaller.layers.at(-1));
});
