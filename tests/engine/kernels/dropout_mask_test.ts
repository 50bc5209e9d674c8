import assert from "node:assert/strict";
import type { Tensor1D } from "@tensorflow/tfjs-core";
import { stream, streamWords } from "../../../src/base/random/stream.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { dropoutMask } from "../../../src/engine/kernels/dropout_mask.ts";
import { numbersOn } from "./_reference.ts";

// Kept open to the end of the file, so that shaders are compiled once.
await openDevice();

const SHAPES = [[1], [3], [4], [2, 3], [16, 512], [7, 3, 3, 5], [1001]];

const RATES = [0, 2 ** -24, 1e-9, 0.1, 0.25, 0.5, 0.999, 1 - 2 ** -24, 1];

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, side) => size * side, 1);
}

for (const backend of ["cpu", "webgpu"] as const) {
  Deno.test(`dropoutMask() draws on ${backend} what Random does, for any shape, rate and step`, async () => {
    for (const shape of SHAPES) {
      const cases = RATES.flatMap((rate) =>
        [0, 1, 2 ** 31].map((step) => ({ rate, step }))
      );
      const masks = await numbersOn(
        backend,
        (tf) =>
          cases.map(({ rate, step }) => {
            const words = streamWords(42, "dropout", "head.3", step);
            const tensor = tf.tensor1d([...words], "int32");
            return dropoutMask(tf, tensor, { shape, rate });
          }),
      );
      cases.forEach(({ rate, step }, at) => {
        const random = stream(42, "dropout", "head.3", step);
        const expected = Float32Array.from(
          { length: sizeOf(shape) },
          () => random.float() < rate ? 0 : 1,
        );
        assert.deepEqual(masks[at], expected, `[${shape}] at ${rate}, ${step}`);
      });
    }
  });
}

Deno.test("dropoutMask() compares with the rate itself, not with what rounds to it", async () => {
  // The first number of this stream, and rates right below, at and above it.
  const words = streamWords(1, "edge");
  const first = stream(1, "edge").float();
  const rates = [first, first + 2 ** -40, first - 2 ** -40];
  for (const backend of ["cpu", "webgpu"] as const) {
    const masks = await numbersOn(backend, (tf) =>
      rates.map((rate) => {
        const tensor = tf.tensor1d([...words], "int32");
        return dropoutMask(tf, tensor, { shape: [1], rate });
      }));
    assert.deepEqual(masks.map(([kept]) => kept), [1, 0, 1], backend);
  }
});

Deno.test("dropoutMask() draws words of any bits", async () => {
  const words: readonly (readonly number[])[] = [
    [0, 0, 0, 0],
    [-1, -1, -1, -1],
    [2 ** 31 - 1, -(2 ** 31), 0xffff, -0x10000],
  ];
  const drawn = (backend: "cpu" | "webgpu") =>
    numbersOn(
      backend,
      (tf) =>
        words.map((each) =>
          dropoutMask(tf, tf.tensor1d([...each], "int32") as Tensor1D, {
            shape: [4096],
            rate: 0.5,
          })
        ),
    );
  assert.deepEqual(await drawn("webgpu"), await drawn("cpu"));
});
