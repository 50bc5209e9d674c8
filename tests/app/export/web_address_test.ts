import assert from "node:assert/strict";
import { join } from "node:path";
import * as ort from "onnxruntime-node";
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
  const session = await ort.InferenceSession.create(
    await Deno.readFile(join(desk.folder, "m/model.onnx")),
  );
  const continuous = new ort.Tensor("float32", Float32Array.of(1, 0), [1, 2]);
  const { probabilities } = await session.run({ continuous });
  await session.release();
  const [a = 0, b = 0] = probabilities?.data as Float32Array;
  assert.ok(Math.abs(a + b - 0.5) < 1e-6);
});
