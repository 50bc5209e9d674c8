import assert from "node:assert/strict";
import { z } from "zod";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import {
  sampleImages,
  type Sampling,
} from "../../../../src/engine/kernels/images/sample_images.ts";
import { openDevice } from "../../../../src/engine/device/open_device.ts";
import type { Projective } from "../../../../src/flow/stage/transform.ts";
import { assertLikeReference, numbersOn, tensorOf } from "../_reference.ts";

// Kept open to the end of the process, so that shaders are compiled once.
await openDevice();

const file = new URL("../../../fixtures/augment/augment.json", import.meta.url);
/** What torch's grid_sample gives; `make.py` beside it made it. */
const { sampled } = z.object({
  sampled: z.array(z.object({
    height: z.number(),
    width: z.number(),
    to: z.number(),
    pixels: z.array(z.number()),
  })),
}).parse(JSON.parse(await Deno.readTextFile(file)));

/** Reads one place, in pixels. */
const at = (x: number, y: number): Projective => [0, 0, x, 0, 0, y, 0, 0, 1];

const ONE = { height: 1, width: 1 };

Deno.test("sampleImages() reads what torch's grid_sample reads, far outside of images too", async () => {
  for (const { height, width, to, pixels } of sampled) {
    const places = 4 * to * to;
    const size = height * width * 3;
    const pictures = Array.from(
      { length: 4 * size },
      (_, i) => (i * 73 + i * i * 31) % 257 / 256,
    );
    const grid = Array.from(
      { length: 2 * places },
      (_, i) => (i * 37 + i * i * 11) % 101 / 20 - 2.5,
    );
    // Each place is an image of its own: the grid is of no map.
    const images = Array.from({ length: places }, (_, i) => ({
      average: false,
      map: at(
        ((grid[2 * i] ?? 0) + 1) / 2 * (width - 1),
        ((grid[2 * i + 1] ?? 0) + 1) / 2 * (height - 1),
      ),
    }));
    const values = images.flatMap((_, i) => {
      const image = Math.floor(i / to / to);
      return pictures.slice(image * size, (image + 1) * size);
    });
    for (const backend of ["cpu", "webgpu"] as const) {
      const [actual] = await numbersOn(backend, (tf) => [
        sampleImages(
          tf,
          tf.tensor4d(values, [places, height, width, 3]),
          { to: ONE, averaged: { height, width }, images },
        ),
      ]);
      pixels.forEach((expected, i) => {
        const off = Math.abs((actual?.[i] ?? NaN) - expected);
        assert.ok(off < 1e-5, `${backend}: number ${i} is ${actual?.[i]}`);
      });
    }
  }
});

Deno.test("sampleImages() mirrors about the centres of the first and last pixel", async () => {
  const images = [0, 0.5, 2, 3, 2.25, -1, -2.5, 4, 5, 1e9].map((x) => ({
    average: false,
    map: at(x, 0),
  }));
  const [row] = await numbersOn("cpu", (tf) => [
    sampleImages(
      tf,
      tf.tensor4d(images.flatMap(() => [0, 10, 20, 30]), [10, 1, 4, 1]),
      { to: ONE, averaged: { height: 1, width: 4 }, images },
    ),
  ]);
  // 10 20 30 | 20 10 0: the pixel at the edge is not repeated.
  assert.deepEqual([...row?.slice(0, 9) ?? []], [
    0,
    5,
    20,
    30,
    22.5,
    10,
    25,
    20,
    10,
  ]);
  assert.ok(row?.[9] !== undefined && row[9] >= 0 && row[9] <= 30);
});

/** Maps that move, tilt and enlarge. */
const tilted: Sampling["images"] = [
  { map: [0.9, 0.2, -1.5, -0.1, 1.1, 0.5, 0, 0, 1], average: false },
  { map: [1, 0.1, 0, 0.1, 1, 0, 0.03, -0.02, 1], average: true },
  // Its horizon runs through the image.
  { map: [1, 0, 0, 0, 1, 0, -0.25, 0, 1], average: false },
];

Deno.test("sampleImages() computes alike on both backends, averaging or not", async () => {
  const [height, width] = [9, 14];
  for (const averaged of [{ height, width }, { height: 4, width: 5 }]) {
    const images = tilted.slice(0, 2).map((each) => ({
      ...each,
      average: each.average && averaged.height < height,
    }));
    await assertLikeReference((tf) => [
      sampleImages(tf, tensorOf(tf, [2, height, width, 3]) as Tensor4D, {
        to: { height: 7, width: 6 },
        averaged,
        images,
      }),
    ]);
  }
});

Deno.test("sampleImages() reads pixels of the image at the horizon of a perspective", async () => {
  for (const backend of ["cpu", "webgpu"] as const) {
    const [values] = await numbersOn(backend, (tf) => [
      sampleImages(tf, tf.fill([1, 5, 5, 1], 3) as Tensor4D, {
        to: { height: 5, width: 9 },
        averaged: { height: 5, width: 5 },
        images: tilted.slice(2),
      }),
    ]);
    assert.ok(values?.every((value) => Math.abs(value - 3) < 1e-6));
  }
});
