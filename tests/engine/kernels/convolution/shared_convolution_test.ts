import assert from "node:assert/strict";
import fc from "fast-check";
import { openDevice } from "../../../../src/engine/device/open_device.ts";
import { SHARED, tuneKernels } from "../../../../src/engine/kernels/tuning.ts";
import { type Case, convolution, fits } from "./_convolution.ts";
import {
  assertLikeReference,
  type Compute,
  numbersOn,
  tensorOf,
  withGradients,
} from "../_reference.ts";
import { shapes } from "../_shapes.ts";

// Kept open to the end of the file, so that shaders are compiled once.
await openDevice();

/** With kernels that share memory, whatever this adapter has. */
async function inSharedMemory(check: () => Promise<void>): Promise<void> {
  const device = await openDevice();
  tuneKernels(SHARED);
  try {
    await check();
  } finally {
    tuneKernels(device.adapter.tuning);
    device.close();
  }
}

const stride = fc.integer({ min: 1, max: 3 });
const padded = fc.integer({ min: 0, max: 3 });
/** Few that leave most of a tile unused, and those around one tile and two. */
const channels = fc.oneof(
  fc.integer({ min: 1, max: 20 }),
  fc.integer({ min: 44, max: 70 }),
  fc.constantFrom(128, 130),
);
const side = fc.integer({ min: 1, max: 12 });

const cases: fc.Arbitrary<Case> = fc.record({
  input: fc.tuple(fc.integer({ min: 1, max: 4 }), side, side, channels),
  filter: fc.oneof(
    fc.constantFrom(1, 3, 5, 7).map((side) => [side, side] as const),
    fc.tuple(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 5 }),
    ),
  ),
  outChannels: channels,
  strides: fc.tuple(stride, stride),
  pad: fc.oneof(
    fc.constantFrom("same" as const, "valid" as const),
    fc.tuple(padded, padded, padded, padded),
  ),
}).filter(fits).filter(({ input, filter, outChannels }) =>
  // The reference takes a second for a billion multiplications.
  input.reduce((a, b) => a * b) * filter[0] * filter[1] * outChannels < 1e7
);

Deno.test("convolutions in shared memory and their gradients are those of the reference for any shape", async () => {
  await inSharedMemory(() =>
    fc.assert(
      fc.asyncProperty(cases, (each) => assertLikeReference(convolution(each))),
      shapes(100),
    )
  );
});

const NAMED: Readonly<Record<string, Case>> = {
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
  "the stem of a residual network": {
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
  Deno.test(`convolutions in shared memory and their gradients are those of the reference for ${name}`, async () => {
    await inSharedMemory(() => assertLikeReference(convolution(each)));
  });
}

Deno.test("products of matrices in shared memory and their gradients are those of the reference", async () => {
  const size = fc.integer({ min: 1, max: 140 });
  await inSharedMemory(() =>
    fc.assert(
      fc.asyncProperty(size, size, size, async (rows, inner, columns) => {
        const compute: Compute = (tf) =>
          withGradients(tf, (a, b) => tf.matMul(a, b), [
            tensorOf(tf, [rows, inner], 1),
            tensorOf(tf, [inner, columns], 2),
          ]);
        await assertLikeReference(compute);
      }),
      shapes(30),
    )
  );
});

Deno.test("convolutions in shared memory have the same bits on every run", async () => {
  const compute = convolution({
    input: [4, 21, 23, 12],
    filter: [3, 3],
    outChannels: 52,
    strides: [1, 2],
    pad: "same",
  });
  await inSharedMemory(async () => {
    const first = await numbersOn("webgpu", compute);
    assert.deepEqual(await numbersOn("webgpu", compute), first);
  });
});
