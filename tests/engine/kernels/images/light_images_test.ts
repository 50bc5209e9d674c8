import assert from "node:assert/strict";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import { openDevice } from "../../../../src/engine/device/open_device.ts";
import { lightImages } from "../../../../src/engine/kernels/images/light_images.ts";
import { assertLikeReference, numbersOn, tensorOf } from "../_reference.ts";

// Kept open to the end of the process, so that shaders are compiled once.
await openDevice();

Deno.test("lightImages() computes alike on both backends, of even and odd sizes", async () => {
  for (const shape of [[2, 4, 4, 3], [2, 3, 5, 3]]) {
    await assertLikeReference((tf) => [
      lightImages(tf, tf.abs(tensorOf(tf, shape)) as Tensor4D, [
        { scale: 1.3, shift: 0.4 },
        { scale: 0.7, shift: -0.9 },
      ]),
    ]);
  }
});

Deno.test("lightImages() leaves black black and white white", async () => {
  for (const backend of ["cpu", "webgpu"] as const) {
    const [values] = await numbersOn(backend, (tf) => [
      lightImages(tf, tf.tensor4d([0, 1, 0.5, 0], [1, 2, 2, 1]), [
        { scale: 1.25, shift: 0.4 },
      ]),
    ]);
    const [black = 1, white = 0] = values ?? [];
    assert.ok(black < 1e-6 && white > 1 - 1e-6);
  }
});
