import assert from "node:assert/strict";
import type {
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor4D,
} from "@tensorflow/tfjs-core";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { lightImages } from "../../../src/engine/kernels/images/light_images.ts";
import { KernelWatch } from "../../../src/engine/kernels/kernel_watch.ts";
import type { KernelFallback } from "../../../src/flow/events/engine_report.ts";

type Tf = Awaited<ReturnType<typeof openDevice>>["tf"];

/** What was seen while something was computed. */
async function watched(compute: (tf: Tf) => Tensor) {
  const device = await openDevice();
  const { tf } = device;
  try {
    using watch = new KernelWatch();
    tf.tidy(() => void compute(tf));
    await device.settle();
    const { ours, fallbacks, others } = watch;
    return { ours, fallbacks, others };
  } finally {
    device.close();
  }
}

/** The only call that was left to tfjs. */
async function left(compute: (tf: Tf) => Tensor): Promise<KernelFallback> {
  const { fallbacks: [first, ...rest] } = await watched(compute);
  assert.ok(first, "a call is left to tfjs");
  assert.deepEqual(rest, []);
  return first;
}

function ones(
  tf: Tf,
  ...shape: readonly [number, number, number, number]
): Tensor4D {
  return tf.ones([...shape]);
}

Deno.test("a watch counts the calls that our kernels answer, by name", async () => {
  const { ours, fallbacks } = await watched((tf) => {
    const x = ones(tf, 1, 5, 5, 4);
    const filter = ones(tf, 3, 3, 4, 8);
    tf.conv2d(x, filter, 1, "same");
    tf.add(x, tf.ones([4]));
    return tf.conv2d(x, filter, 2, "valid");
  });
  assert.deepEqual(ours, { Conv2D: 2, Add: 1 });
  assert.deepEqual(fallbacks, []);
});

Deno.test("a watch says what of a convolution our kernels do not cover", async () => {
  assert.deepEqual(
    await left((tf) => {
      const x = ones(tf, 1, 7, 7, 4);
      const filter = ones(tf, 3, 3, 4, 8);
      tf.conv2d(x, filter, 1, "same", "NHWC", [2, 3]);
      return tf.conv2d(x, filter, 1, "same", "NHWC", [2, 3]);
    }),
    {
      kernel: "Conv2D",
      on: "[1,7,7,4] and [3,3,4,8]",
      why: "dilation 2 x 3",
      calls: 2,
    },
  );
  const first = await left((tf) =>
    tf.conv2d(ones(tf, 1, 4, 7, 7), ones(tf, 3, 3, 4, 4), 1, "valid", "NCHW")
  );
  assert.equal(first.why, "channels come first");
  const active = await left((tf) =>
    tf.fused.conv2d({
      x: ones(tf, 1, 7, 7, 3),
      filter: ones(tf, 3, 3, 3, 4),
      strides: 1,
      pad: "same",
      activation: "relu6",
    })
  );
  assert.deepEqual(
    [active.kernel, active.why],
    ["FusedConv2D", "its activation is relu6"],
  );
  const bias = await left((tf) =>
    tf.fused.conv2d({
      x: ones(tf, 1, 7, 7, 3),
      filter: ones(tf, 3, 3, 3, 6),
      bias: tf.ones([6]) as Tensor1D,
      strides: 1,
      pad: "same",
    })
  );
  assert.equal(bias.why, "6 channels are not in fours");
});

Deno.test("a watch says what of other kernels ours do not cover", async () => {
  const cases: readonly [
    kernel: string,
    why: string,
    compute: (tf: Tf) => Tensor,
  ][] = [
    [
      "MaxPool",
      "3 channels are not in fours",
      (tf) => tf.maxPool(ones(tf, 1, 4, 4, 3), 2, 2, "valid"),
    ],
    [
      "DepthwiseConv2dNative",
      "6 channels are not in fours",
      (tf) =>
        tf.depthwiseConv2d(
          ones(tf, 1, 4, 4, 6),
          ones(tf, 3, 3, 6, 1),
          1,
          "same",
        ),
    ],
    [
      "BatchMatMul",
      "more than one pair of matrices",
      (tf) => tf.matMul(tf.ones([2, 4, 4]), tf.ones([2, 4, 4])),
    ],
    ["Sum", "the last axis is reduced", (tf) => tf.sum(tf.ones([4, 8]), -1)],
    ["Max", "the last axis is reduced", (tf) => tf.max(tf.ones([4, 8]))],
    [
      "Sum",
      "the axes are no neighbours",
      (tf) => tf.sum(tf.ones([2, 4, 2, 4]), [0, 2]),
    ],
    ["Sum", "what is left is not in fours", (tf) => tf.sum(tf.ones([4, 6]), 0)],
    [
      "Add",
      "neither side is one row of channels in fours",
      (tf) => tf.add(tf.ones([4, 8]), tf.ones([4, 8])),
    ],
    [
      "Add",
      "not all are 32-bit floats",
      (tf) => tf.add(tf.ones([4, 8], "int32"), tf.ones([8], "int32")),
    ],
  ];
  for (const [kernel, why, compute] of cases) {
    const found = await left(compute);
    assert.deepEqual([found.kernel, found.why], [kernel, why]);
  }
  const { on } = await left((tf) =>
    tf.add(tf.ones([4, 8], "int32"), tf.ones([8], "int32"))
  );
  assert.equal(on, "int32 [4,8] and int32 [8]");
});

Deno.test("a watch tells kernels of tfjs that ours do not stand before from our own", async () => {
  const { ours, fallbacks, others } = await watched((tf) => {
    const images = ones(tf, 1, 4, 4, 3);
    tf.exp(tf.exp(images));
    return lightImages(tf, images, [{ scale: 2, shift: 0 }]);
  });
  assert.equal(ours["LightImages"], 1);
  assert.deepEqual(fallbacks, []);
  assert.equal(others["Exp"], 2);
  assert.ok(!("LightImages" in others));
});

Deno.test("a watch counts no call of another backend", async () => {
  const { tf } = await openDevice({ backend: "cpu" });
  using watch = new KernelWatch();
  tf.tidy(() => void tf.exp(tf.ones([2])));
  assert.deepEqual(watch.others, {});
});

Deno.test("a watch counts gradients too", async () => {
  const { ours, fallbacks } = await watched((tf) =>
    tf.grad((x) => tf.sum(tf.mean(x, 0)))(tf.ones([2, 4]) as Tensor2D)
  );
  assert.equal(ours["gradient of Mean"], 1);
  assert.ok(fallbacks.every(({ kernel }) => !kernel.startsWith("gradient")));
  const last = await watched((tf) =>
    tf.grad((x) => tf.mean(x))(tf.ones([2, 4]) as Tensor2D)
  );
  assert.ok(
    last.fallbacks.some(({ kernel, why }) =>
      kernel === "gradient of Mean" && why === "the last axis is reduced"
    ),
  );
});

Deno.test("a watch counts until it is disposed of, whoever else watches", async () => {
  const device = await openDevice();
  const { tf } = device;
  const { runKernel } = tf.engine();
  const multiply = () => tf.tidy(() => void tf.mul(tf.ones([4, 8]), 2));
  const calls = ({ fallbacks }: KernelWatch) =>
    fallbacks.map(({ calls }) => calls);
  const outer = new KernelWatch();
  multiply();
  const inner = new KernelWatch();
  multiply();
  inner[Symbol.dispose]();
  multiply();
  outer[Symbol.dispose]();
  multiply();
  assert.deepEqual([calls(outer), calls(inner)], [[3], [1]]);
  assert.equal(tf.engine().runKernel, runKernel);
  await device.settle();
  device.close();
});
