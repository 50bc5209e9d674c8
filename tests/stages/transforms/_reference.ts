import assert from "node:assert/strict";
import { z } from "zod";

const numbers = z.array(z.number());
const rows = z.array(numbers);
const resized = z.object({ size: z.number(), pixels: numbers });

const schema = z.object({
  draws: z.object({
    tilts: z.array(z.tuple([z.number(), z.number()])),
    degrees: numbers,
    zooms: z.array(z.tuple([z.number(), z.number(), z.number()])),
    flips: numbers,
    lights: z.array(z.tuple([z.number(), z.number()])),
  }),
  maps: z.object({ warp: rows, rotate: rows, zoom: rows, dihedral: rows }),
  sampled: z.array(z.object({
    height: z.number(),
    width: z.number(),
    to: z.number(),
    pixels: numbers,
  })),
  moved: numbers,
  lit: numbers,
  both: numbers,
  resized,
  shrunk: resized,
  validation: resized,
  crops: z.array(resized.extend({
    crop: z.object({
      top: z.number(),
      left: z.number(),
      height: z.number(),
      width: z.number(),
    }),
  })),
  validCrop: numbers,
});

const file = new URL("../../fixtures/augment/augment.json", import.meta.url);

/** What fastai gives for draws that are given; `make.py` beside it made it. */
export const reference = schema.parse(
  JSON.parse(await Deno.readTextFile(file)),
);

/** Images in the reference. */
export const COUNT = 4;

/** The pictures that the reference was made with, `[4, height, width, 3]`. */
export function pictures(height: number, width: number): Float32Array {
  return Float32Array.from(
    { length: COUNT * height * width * 3 },
    (_, at) => (at * 73 + at * at * 31) % 257 / 256,
  );
}

/** Fails unless numbers are equal up to a tolerance. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): void {
  assert.equal(actual.length, expected.length);
  for (let at = 0; at < expected.length; at++) {
    const off = Math.abs((actual[at] ?? NaN) - (expected[at] ?? NaN));
    assert.ok(
      off <= tolerance,
      `number ${at} is ${actual[at]}, not ${expected[at]}`,
    );
  }
}
