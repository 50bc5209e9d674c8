import fc from "fast-check";
import { openDevice } from "../../../../src/engine/device/open_device.ts";
import { SHARED } from "../../../../src/engine/kernels/tuning.ts";
import { type Case, convolution, fits, inForms } from "../_convolution.ts";
import {
  assertLikeReference,
  type Compute,
  tensorOf,
  withGradients,
} from "../_reference.ts";
import { shapes } from "../_shapes.ts";

// Kept open to the end of the file, so that shaders are compiled once.
await openDevice();

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
  await inForms([SHARED], () =>
    fc.assert(
      fc.asyncProperty(cases, (each) => assertLikeReference(convolution(each))),
      shapes(100),
    ));
});

Deno.test("products of matrices in shared memory and their gradients are those of the reference", async () => {
  const size = fc.integer({ min: 1, max: 140 });
  await inForms([SHARED], () =>
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
    ));
});
