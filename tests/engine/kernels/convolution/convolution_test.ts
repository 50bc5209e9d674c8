import assert from "node:assert/strict";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import fc from "fast-check";
import {
  COMPACT,
  SHARED,
  SHORT,
  UNROLLED,
  WINOGRAD,
} from "../../../../src/engine/kernels/tuning.ts";
import { type Case, convolution, fits, inForms } from "../_convolution.ts";
import {
  assertLikeReference,
  type Compute,
  numbersOn,
  tensorOf,
} from "../_reference.ts";
import { shapes } from "../_shapes.ts";

/** In each form that kernels have. */
function everyTuning(check: () => Promise<void>): Promise<void> {
  return inForms([COMPACT, SHORT, UNROLLED, SHARED], check);
}

const side = fc.integer({ min: 1, max: 9 });
const channels = fc.oneof(
  fc.integer({ min: 1, max: 9 }),
  fc.constantFrom(12, 16, 20),
);
const stride = fc.integer({ min: 1, max: 3 });
const padded = fc.integer({ min: 0, max: 3 });
const pad = fc.oneof(
  fc.constantFrom("same" as const, "valid" as const),
  fc.tuple(padded, padded, padded, padded),
);

const cases: fc.Arbitrary<Case> = fc.record({
  input: fc.tuple(fc.integer({ min: 1, max: 3 }), side, side, channels),
  filter: fc.tuple(
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 5 }),
  ),
  outChannels: channels,
  strides: fc.tuple(stride, stride),
  pad,
}).filter(fits);

Deno.test("conv2d and its gradients are those of the reference for any shape", async () => {
  await everyTuning(() =>
    fc.assert(
      fc.asyncProperty(cases, (each) => assertLikeReference(convolution(each))),
      shapes(60),
    )
  );
});

const writtenOut: fc.Arbitrary<Case> = fc.record({
  // Images that are done whole, those of several tiles, and what fits neither.
  input: fc.tuple(
    fc.integer({ min: 1, max: 9 }),
    fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 3, max: 18 })),
    fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 3, max: 18 })),
    channels,
  ),
  filter: fc.constant([3, 3] as const),
  outChannels: channels,
  strides: fc.constant([1, 1] as const),
  pad: fc.oneof(
    { arbitrary: fc.constant("same" as const), weight: 3 },
    fc.tuple(padded, padded, padded, padded),
  ),
}).filter(fits);

Deno.test("conv2d and its gradients are those of the reference for any image under 3 x 3", async () => {
  await everyTuning(() =>
    fc.assert(
      fc.asyncProperty(
        writtenOut,
        (each) => assertLikeReference(convolution(each)),
      ),
      shapes(60),
    )
  );
});

const transformed: fc.Arbitrary<Case> = fc.record({
  input: fc.tuple(
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 29, max: 40 }),
  ),
  filter: fc.constant([3, 3] as const),
  outChannels: fc.integer({ min: 29, max: 40 }),
  strides: fc.constant([1, 1] as const),
  pad: fc.oneof(
    { arbitrary: fc.constant("same" as const), weight: 3 },
    fc.tuple(padded, padded, padded, padded),
  ),
}).filter(fits);

Deno.test("conv2d and its gradients are those of the reference for any image of many channels under 3 x 3", async () => {
  await inForms([WINOGRAD], () =>
    fc.assert(
      fc.asyncProperty(
        transformed,
        (each) => assertLikeReference(convolution(each)),
      ),
      shapes(30),
    ));
});

const ofManyTiles: fc.Arbitrary<Case> = fc.record({
  // Two sizes of tiles: by the image, and for the filter by all of a batch.
  input: fc.tuple(
    fc.integer({ min: 3, max: 9 }),
    fc.integer({ min: 6, max: 14 }),
    fc.integer({ min: 3, max: 14 }),
    fc.constantFrom(32, 33),
  ),
  filter: fc.constant([3, 3] as const),
  outChannels: fc.constantFrom(32, 35),
  strides: fc.constant([1, 1] as const),
  pad: fc.constantFrom("same" as const, "valid" as const),
}).filter(fits);

Deno.test("conv2d and its gradients are those of the reference for any image of many tiles", async () => {
  await inForms([WINOGRAD], () =>
    fc.assert(
      fc.asyncProperty(
        ofManyTiles,
        (each) => assertLikeReference(convolution(each)),
      ),
      shapes(8),
    ));
});

const ofFewChannels: fc.Arbitrary<Case> = fc.record({
  input: fc.tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 20 }),
    fc.integer({ min: 1, max: 20 }),
    fc.integer({ min: 1, max: 4 }),
  ),
  filter: fc.tuple(
    fc.integer({ min: 1, max: 8 }),
    fc.integer({ min: 2, max: 8 }),
  ),
  outChannels: channels,
  strides: fc.tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.constantFrom(1, 2, 9),
  ),
  pad: fc.tuple(padded, padded, padded, padded),
}).filter(fits);

Deno.test("conv2d and its gradients are those of the reference for any image of few channels", async () => {
  await everyTuning(() =>
    fc.assert(
      fc.asyncProperty(
        ofFewChannels,
        (each) => assertLikeReference(convolution(each)),
      ),
      shapes(60),
    )
  );
});

const ofManyImages: fc.Arbitrary<Case> = fc.record({
  // Of lines that are short, in one part and in several.
  input: fc.tuple(
    fc.integer({ min: 1, max: 80 }),
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 5 }),
    channels,
  ),
  filter: fc.tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 3 }),
  ),
  outChannels: channels,
  strides: fc.tuple(stride, stride),
  pad,
}).filter(fits);

Deno.test("conv2d and its gradients are those of the reference for many small images", async () => {
  await inForms([COMPACT, SHORT], () =>
    fc.assert(
      fc.asyncProperty(
        ofManyImages,
        (each) => assertLikeReference(convolution(each)),
      ),
      shapes(30),
    ));
});

const NAMED: Readonly<Record<string, Case>> = {
  "images of one pixel, more than one part of a sum has": {
    input: [600, 1, 1, 9],
    filter: [1, 1],
    outChannels: 20,
    strides: [1, 1],
    pad: "valid",
  },
  "the stem of a residual network": {
    input: [2, 17, 17, 3],
    filter: [7, 7],
    outChannels: 8,
    strides: [2, 2],
    pad: [3, 3, 3, 3],
  },
  "a downsampling of one by one": {
    input: [2, 7, 7, 16],
    filter: [1, 1],
    outChannels: 32,
    strides: [2, 2],
    pad: "valid",
  },
  "one pixel, one channel": {
    input: [1, 1, 1, 1],
    filter: [1, 1],
    outChannels: 1,
    strides: [1, 1],
    pad: "same",
  },
  "a filter larger than the image": {
    input: [1, 2, 2, 4],
    filter: [5, 5],
    outChannels: 4,
    strides: [1, 1],
    pad: "same",
  },
  "sums that are added in parts": {
    input: [4, 32, 32, 4],
    filter: [3, 3],
    outChannels: 4,
    strides: [1, 1],
    pad: "same",
  },
  "many small images": {
    input: [17, 3, 4, 12],
    filter: [3, 3],
    outChannels: 20,
    strides: [1, 1],
    pad: "same",
  },
  "many small images, by steps of two": {
    input: [19, 5, 4, 8],
    filter: [3, 4],
    outChannels: 12,
    strides: [2, 2],
    pad: [1, 1, 2, 1],
  },
  "a tile that is just full": {
    input: [1, 8, 8, 64],
    filter: [1, 1],
    outChannels: 64,
    strides: [1, 1],
    pad: "same",
  },
  "a tile and one position, one channel more": {
    input: [1, 5, 13, 65],
    filter: [1, 1],
    outChannels: 65,
    strides: [1, 1],
    pad: "same",
  },
  "steps that are longer than the filter": {
    input: [2, 11, 10, 8],
    filter: [1, 2],
    outChannels: 52,
    strides: [3, 3],
    pad: "valid",
  },
  "a wide stem": {
    input: [2, 31, 33, 3],
    filter: [7, 7],
    outChannels: 64,
    strides: [2, 2],
    pad: [3, 3, 3, 3],
  },
  "a sum of many parts": {
    input: [3, 37, 29, 4],
    filter: [3, 3],
    outChannels: 48,
    strides: [1, 1],
    pad: "same",
  },
  "images of one row, and of one column": {
    input: [9, 1, 40, 16],
    filter: [3, 1],
    outChannels: 16,
    strides: [1, 2],
    pad: "same",
  },
};

for (const [name, each] of Object.entries(NAMED)) {
  Deno.test(`conv2d and its gradients are those of the reference for ${name}`, async () => {
    await everyTuning(() => assertLikeReference(convolution(each)));
  });
}

Deno.test("conv2d pads with zeros where the first pixel is infinite", async () => {
  const compute: Compute = (tf) => {
    const x = tf.tensor4d([Infinity, 1, 1, 1, 1, 1, 1, 1, 1], [1, 3, 3, 1]);
    const w = tf.ones([3, 3, 1, 1]) as Tensor4D;
    const y = tf.conv2d(x, w, 1, "same");
    return [tf.slice(y, [0, 2, 2, 0], [1, 1, 1, 1])]; // its taps miss that pixel
  };
  await everyTuning(() => assertLikeReference(compute));
});

Deno.test("conv2d leaves dilation to tfjs", async () => {
  await assertLikeReference((tf) => {
    const x = tensorOf(tf, [1, 7, 7, 4]) as Tensor4D;
    const w = tensorOf(tf, [3, 3, 4, 4]) as Tensor4D;
    return [tf.conv2d(x, w, 1, "same", "NHWC", 2)];
  });
});

Deno.test("conv2d and its gradients have the same bits on every run", async () => {
  const shape = {
    input: [3, 21, 23, 12],
    filter: [3, 3],
    pad: "same",
  } as const;
  const others = [
    { strides: [2, 1], outChannels: 20 },
    { strides: [1, 1], outChannels: 20 },
    { strides: [1, 2], outChannels: 52 },
  ] as const;
  await everyTuning(async () => {
    for (const each of others) {
      const compute = convolution({ ...shape, ...each });
      const first = await numbersOn("webgpu", compute);
      const second = await numbersOn("webgpu", compute);
      assert.deepEqual(first, second);
    }
  });
});
