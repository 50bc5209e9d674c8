import assert from "node:assert/strict";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { normalOf } from "../../../../src/base/random/normal.ts";
import { stream, streamWords } from "../../../../src/base/random/stream.ts";
import { openDevice } from "../../../../src/engine/device/open_device.ts";
import {
  eraseImages,
  type Erasure,
} from "../../../../src/engine/kernels/images/erase_images.ts";
import type { Rectangle } from "../../../../src/flow/stage/transform.ts";
import { drawn, numbersOn } from "../_reference.ts";
import { shapes } from "../_shapes.ts";

// Kept open to the end of the process, so that shaders are compiled once.
await openDevice();

type Shape = [count: number, height: number, width: number, channels: number];

/** What becomes of drawn images on a backend. */
async function erased(
  backend: "cpu" | "webgpu",
  shape: Shape,
  erasures: readonly Erasure[],
): Promise<Float32Array> {
  const size = shape.reduce((product, side) => product * side, 1);
  const [values] = await numbersOn(backend, (tf) => [
    eraseImages(tf, tf.tensor4d(drawn(size), shape) as Tensor4D, erasures),
  ]);
  assert.ok(values);
  return values;
}

/** The same, number by number. */
function expected(
  [count, height, width, channels]: Shape,
  erasures: readonly { readonly parts: readonly Rectangle[] }[],
): readonly { readonly value: number; readonly noise: boolean }[] {
  const size = height * width * channels;
  const values = drawn(count * size);
  return erasures.flatMap(({ parts }, image) => {
    const random = stream(42, "image", image);
    return Array.from({ length: size }, (_, at) => {
      const word = random.uint32();
      const column = Math.floor(at / channels) % width;
      const row = Math.floor(at / channels / width);
      const noise = parts.some(({ top, left, height, width }) =>
        row >= top && row < top + height &&
        column >= left && column < left + width
      );
      const value = noise ? normalOf(word) : values[image * size + at]!;
      return { value, noise };
    });
  });
}

/** A part of an image of this size. */
function partIn(height: number, width: number) {
  return fc.tuple(
    fc.integer({ min: 0, max: height - 1 }),
    fc.integer({ min: 0, max: width - 1 }),
  ).chain(([top, left]) =>
    fc.record({
      top: fc.constant(top),
      left: fc.constant(left),
      height: fc.integer({ min: 1, max: height - top }),
      width: fc.integer({ min: 1, max: width - left }),
    })
  );
}

const batches = fc.record({
  count: fc.integer({ min: 1, max: 4 }),
  height: fc.integer({ min: 1, max: 9 }),
  width: fc.integer({ min: 1, max: 9 }),
  channels: fc.integer({ min: 1, max: 5 }),
}).chain(({ count, height, width, channels }) =>
  fc.record({
    shape: fc.constant<Shape>([count, height, width, channels]),
    parts: fc.array(
      fc.array(partIn(height, width), { maxLength: 3 }),
      { minLength: count, maxLength: count },
    ),
  })
);

for (const backend of ["cpu", "webgpu"] as const) {
  Deno.test(`eraseImages() puts noise where it should on ${backend}, and leaves all else as it was`, async () => {
    await fc.assert(
      fc.asyncProperty(batches, async ({ shape, parts }) => {
        const erasures = parts.map((parts, image) => ({
          words: streamWords(42, "image", image),
          parts,
        }));
        const values = await erased(backend, shape, erasures);
        const each = expected(shape, erasures);
        assert.equal(values.length, each.length);
        each.forEach(({ value, noise }, at) => {
          const off = Math.abs(values[at]! - value);
          assert.ok(noise ? off < 1e-5 : off === 0, `${at}: ${off}`);
        });
      }),
      shapes(60),
    );
  });
}

Deno.test("eraseImages() leaves out what of a part is beyond the edges", async () => {
  const words = streamWords(42, "image", 0);
  const erasures = [
    { top: -3, left: 2, height: 5, width: 99 },
    { top: 4, left: -9, height: 99, width: 10 },
    { top: 50, left: 50, height: 3, width: 3 },
    { top: 3, left: -9, height: 1, width: 3 },
  ];
  const within = [
    { top: 0, left: 2, height: 2, width: 3 },
    { top: 4, left: 0, height: 2, width: 1 },
  ];
  for (const backend of ["cpu", "webgpu"] as const) {
    const run = (parts: readonly Rectangle[]) =>
      erased(backend, [1, 6, 5, 3], [{ words, parts }]);
    assert.deepEqual(await run(erasures), await run(within), backend);
  }
});

Deno.test("eraseImages() draws noise of mean 0 and deviation 1, like that of no neighbour", async () => {
  const side = 96;
  const whole = { top: 0, left: 0, height: side, width: side };
  const values = await erased(
    "webgpu",
    [2, side, side, 3],
    ["a", "b"].map((id) => ({ words: streamWords(1, id), parts: [whole] })),
  );
  const count = values.length / 2;
  const mean = (of: (at: number) => number) =>
    Array.from({ length: count }, (_, at) => of(at))
      .reduce((sum, each) => sum + each, 0) / count;
  // Five deviations each.
  const slack = 5 / Math.sqrt(count);
  assert.ok(Math.abs(mean((at) => values[at]!)) < slack);
  assert.ok(
    Math.abs(mean((at) => values[at]! ** 2) - 1) < Math.SQRT2 * slack,
  );
  // A channel, a pixel, a row and an image further.
  for (const further of [1, 2, 3, 3 * side, count]) {
    const alike = mean((at) => values[at]! * values[at + further]!);
    assert.ok(Math.abs(alike) < slack, `${further}: ${alike}`);
  }
});

Deno.test("eraseImages() gives a pixel the same noise whatever else is erased", async () => {
  const words = streamWords(5, "cat.jpg");
  const pixel = { top: 3, left: 2, height: 1, width: 1 };
  const run = (parts: readonly Rectangle[], before: number) =>
    erased("webgpu", [before + 1, 7, 5, 3], [
      ...Array<Erasure>(before).fill({
        words: streamWords(5, "other"),
        parts: [],
      }),
      { words, parts },
    ]);
  const at = (3 * 5 + 2) * 3;
  const alone = (await run([pixel], 0)).subarray(at, at + 3);
  const among = await run([
    { top: 0, left: 0, height: 7, width: 1 },
    { top: 2, left: 1, height: 3, width: 4 },
    pixel,
  ], 2);
  const from = 2 * 7 * 5 * 3 + at;
  assert.deepEqual(among.subarray(from, from + 3), alone);
});
