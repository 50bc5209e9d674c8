import assert from "node:assert/strict";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import {
  assertLikeReference,
  type Compute,
  numbersOn,
  tensorOf,
} from "../_reference.ts";

interface Case {
  readonly outChannels: number;
  readonly bias: boolean;
  readonly activation: "linear" | "relu";
}

function fused({ outChannels, bias, activation }: Case): Compute {
  return (tf) => [
    tf.fused.conv2d({
      x: tensorOf(tf, [2, 7, 6, 5], 1) as Tensor4D,
      filter: tensorOf(tf, [3, 3, 5, outChannels], 2) as Tensor4D,
      strides: 2,
      pad: "same",
      activation,
      ...bias ? { bias: tensorOf(tf, [outChannels], 3) } : {},
    }),
  ];
}

for (const outChannels of [8, 6]) {
  for (const bias of [false, true]) {
    for (const activation of ["linear", "relu"] as const) {
      const name = `${outChannels} channels, ${
        bias ? "a" : "no"
      } bias, ${activation}`;
      Deno.test(`fused.conv2d is that of the reference with ${name}`, async () => {
        await assertLikeReference(fused({ outChannels, bias, activation }));
      });
    }
  }
}

Deno.test("fused.conv2d of nothing but a convolution has the bits of conv2d", async () => {
  const plain: Compute = (tf) => [
    tf.conv2d(
      tensorOf(tf, [2, 7, 6, 5], 1) as Tensor4D,
      tensorOf(tf, [3, 3, 5, 8], 2) as Tensor4D,
      2,
      "same",
    ),
  ];
  const ours = fused({ outChannels: 8, bias: false, activation: "linear" });
  assert.deepEqual(
    await numbersOn("webgpu", ours),
    await numbersOn("webgpu", plain),
  );
});
