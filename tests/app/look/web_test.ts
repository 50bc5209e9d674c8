import assert from "node:assert/strict";
import { Desk } from "../_cli.ts";
import { points } from "../_pipelines.ts";
import { web } from "../_web.ts";

const own = points({
  before: `const product = leat.defineStage("architecture", {
  op: "product",
  version: 1,
  params: leat.z.strictObject({}),
  behave: () => ({
    groups: 1,
    build: () => ({
      variables: [{
        name: "product.weight",
        shape: [2, 2],
        role: "weight",
        group: 0,
        init: () => new Float32Array([1, 0, 0, 1]),
      }],
      layers: [{ name: "product", shape: [2] }],
      forward: ({ tf, variable }, batch) =>
        tf.matMul(batch.continuous, variable("product.weight")),
    }),
  }),
});`,
  architecture: "product({})",
});

Deno.test("code of a pipeline from the web is looked at where it may do little, once it is allowed", async () => {
  await using desk = await Desk.open();
  await using there = web({ "/p.js": own });
  const address = await there.pinned("/p.js");
  const refused = await desk.run(["summary", address]);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /--allow-code/);
  const summary = await desk.run(["summary", address, "--allow-code"]);
  assert.equal(summary.code, 0, summary.err);
  assert.match(summary.out, /\n {2}product +\[2\] +4 +4 +128 B +trains\n/);
  const shown = await desk.run(["show", address, "--allow-code"]);
  assert.equal(shown.code, 0, shown.err);
  assert.match(shown.out, /\n8 items of the set "train", epoch 1, seed 42\n/);
  const audited = await desk.run(["audit", address, "--allow-code"]);
  assert.equal(audited.code, 0, audited.err);
  assert.match(audited.out, /53 train, 11 valid\n/);
});
