import assert from "node:assert/strict";
import { countMultiplyAdds } from "../../../src/engine/inspect/multiply_adds.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";

Deno.test("convolutions of each kind count the products that they add up", async () => {
  const device = await openDevice({ backend: "cpu" });
  const { tf } = device;
  tf.engine().startScope();
  const x: ReturnType<typeof tf.tensor4d> = tf.zeros([1, 6, 6, 4]);
  const filter = (shape: [number, number, number, number]) => tf.zeros(shape);
  const variables = new Map([
    ["dense", filter([3, 3, 4, 5])],
    ["strided", filter([3, 3, 4, 5])],
    ["depthwise", filter([3, 3, 4, 2])],
    ["transposed", filter([2, 2, 7, 4])],
  ]);
  const of = (name: string) =>
    variables.get(name) as ReturnType<typeof tf.tensor4d>;
  const { counted } = countMultiplyAdds(tf, variables, () => {
    tf.conv2d(x, of("dense"), 1, "same");
    tf.conv2d(x, of("strided"), 2, "same");
    tf.depthwiseConv2d(x, of("depthwise"), 1, "same");
    tf.conv2dTranspose(x, of("transposed"), [1, 12, 12, 7], 2, "same");
    tf.relu(x);
  });
  assert.deepEqual(Object.fromEntries(counted.byVariable), {
    dense: 6 * 6 * 5 * 3 * 3 * 4,
    strided: 3 * 3 * 5 * 3 * 3 * 4,
    depthwise: 6 * 6 * 4 * 2 * 3 * 3,
    transposed: 6 * 6 * 4 * 2 * 2 * 7,
  });
  assert.equal(counted.others, 0);
  tf.engine().endScope();
  device.close();
});

Deno.test("counting ends with the run, also with one that throws", async () => {
  const device = await openDevice({ backend: "cpu" });
  const { tf } = device;
  const engine = tf.engine();
  const { runKernel } = engine;
  assert.throws(
    () =>
      countMultiplyAdds(tf, new Map(), () => {
        throw new Error("broken");
      }),
    /broken/,
  );
  assert.equal(engine.runKernel, runKernel);
  device.close();
});
