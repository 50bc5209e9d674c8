import assert from "node:assert/strict";
import { join } from "node:path";
import { openOnnxRuntime } from "../../_onnx.ts";
import { Desk } from "../_cli.ts";
import { points } from "../_pipelines.ts";
import { web } from "../_web.ts";

Deno.test("a pipeline of the web is exported as it is asked: its own code only where that is allowed", async () => {
  await using desk = await Desk.open();
  await using there = web({
    "/p.ts": points({
      before: `const halved = leat.defineStage("loss", {
  op: "halved",
  version: 1,
  params: leat.z.strictObject({}),
  behave: () => ({
    targets: ["category"],
    perItem: (tf, outputs, targets) =>
      tf.losses.softmaxCrossEntropy(targets, outputs, undefined, 0, tf.Reduction.NONE),
    activation: (tf, outputs) => tf.mul(tf.softmax(outputs), 0.5),
  }),
});
`,
      loss: "halved({})",
    }),
  });
  const pinned = await there.pinned("/p.ts");
  const trained = await desk.train(pinned, ["--allow-code", "--no-lock"]);
  assert.equal(trained.code, 0, trained.error.message);
  const args = ["export", pinned, "--to", "onnx", "--out", "m"];
  const refused = await desk.run(args);
  assert.equal(refused.code, 1);
  assert.match(refused.out + refused.err, /add --allow-code\n/);
  const { code, out, err } = await desk.run([...args, "--allow-code"]);
  assert.equal(code, 0, out + err);
  await using runtime = await openOnnxRuntime();
  const { probabilities } = await runtime.run(
    await Deno.readFile(join(desk.folder, "m/model.onnx")),
    { continuous: { dtype: "float32", shape: [1, 2], values: [1, 0] } },
  );
  const [a = 0, b = 0] = probabilities?.values ?? [];
  assert.ok(Math.abs(a + b - 0.5) < 1e-6);
});
