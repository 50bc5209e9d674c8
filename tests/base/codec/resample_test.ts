import assert from "node:assert/strict";
import fc from "fast-check";
import { resample } from "../../../src/base/codec/_resample.ts";
import { type Side, sidesOf } from "../../../src/base/codec/_sides.ts";

/** The place in the image that a place beside it shows. */
function reflected(at: number, length: number): number {
  while (at < 0 || at >= length) at = at < 0 ? -at : 2 * (length - 1) - at;
  return at;
}

/** The pixels of one pixel of a side, and their weights, as Pillow has them. */
function weightsOf(side: Side, at: number): readonly [number, number][] {
  const { start, step, length, square: [from, to], shown } = side;
  const inSquare = at >= from && at < to;
  const pad = shown[0] < 0 || shown[1] > length;
  const [least, most] = inSquare || pad ? shown : [0, length];
  const support = Math.max(step, 1);
  const centre = start + (at + 0.5) * step;
  const first = Math.floor(centre - support + 0.5);
  const last = Math.floor(centre + support + 0.5);
  const shares: [number, number][] = [];
  for (let place = first; place < last; place++) {
    const limited = inSquare || !pad;
    if (limited && (place < least || place >= most)) continue;
    const share = 1 - Math.abs((place - centre + 0.5) / support);
    shares.push([place, Math.max(0, share)]);
  }
  const sum = shares.reduce((total, [, share]) => total + share, 0);
  return shares.map(([place, share]) => [
    length === 1 ? 0 : reflected(place, length),
    Math.floor(0.5 + share / sum * 2 ** 22),
  ]);
}

/** Sums of whole numbers, rounded; in doubles, which hold them exactly. */
function weighted(
  weights: readonly [number, number][],
  byteAt: (at: number) => number,
): number {
  const sum = weights.reduce(
    (total, [at, weight]) => total + byteAt(at) * weight,
    2 ** 21,
  );
  return Math.floor(sum / 2 ** 22);
}

/** What `resample()` says of itself, pixel by pixel. */
function plainly(
  pixels: Uint8Array,
  { columns, rows }: { columns: Side; rows: Side },
): Uint8Array {
  const across = Array.from(
    { length: columns.count },
    (_, x) => weightsOf(columns, x),
  );
  const narrow = Array.from(
    { length: rows.length * columns.count * 3 },
    (_, at) => {
      const y = Math.floor(at / 3 / columns.count);
      const weights = across[Math.floor(at / 3) % columns.count] ?? [];
      const byteAt = (x: number) =>
        pixels[(y * columns.length + x) * 3 + at % 3] ?? NaN;
      return weighted(weights, byteAt);
    },
  );
  const stride = columns.count * 3;
  return Uint8Array.from(
    { length: rows.count * stride },
    (_, at) =>
      weighted(
        weightsOf(rows, Math.floor(at / stride)),
        (y) => narrow[y * stride + at % stride] ?? NaN,
      ),
  );
}

function noise(width: number, height: number): Uint8Array {
  return Uint8Array.from(
    { length: width * height * 3 },
    (_, at) => (at * 2_654_435_761 % 4_294_967_291) >>> 13,
  );
}

Deno.test("resample() sums each pixel of the image with its weight, wherever the square lies", () => {
  const side = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(
      side,
      side,
      fc.integer({ min: 1, max: 24 }),
      fc.constantFrom("crop", "squish", "pad"),
      fc.boolean(),
      (width, height, size, method, room) => {
        const sides = sidesOf({ width, height }, { size, method, room });
        const pixels = noise(width, height);
        assert.deepEqual(resample(pixels, sides), plainly(pixels, sides));
      },
    ),
    { numRuns: 150, seed: 4 },
  );
});

Deno.test("resample() keeps white white, and black black, at any size", () => {
  for (const size of [1, 7, 64, 300]) {
    for (const value of [0, 255]) {
      const white = new Uint8Array(250 * 199 * 3).fill(value);
      const sides = sidesOf(
        { width: 250, height: 199 },
        { size, method: "pad", room: true },
      );
      assert.ok(resample(white, sides).every((byte) => byte === value));
    }
  }
});

Deno.test("resample() gives bytes of its own, which the next image leaves alone", () => {
  const options = { size: 9, method: "crop", room: true } as const;
  const small = noise(20, 31);
  const sides = sidesOf({ width: 20, height: 31 }, options);
  const first = resample(small, sides);
  const before = first.slice();
  assert.equal(first.buffer.byteLength, first.length);
  // More than is kept of memory for the next image.
  const large = new Uint8Array(100 * 9000 * 3).fill(50);
  const wide = sidesOf(
    { width: 100, height: 9000 },
    { size: 2600, method: "squish", room: false },
  );
  assert.ok(resample(large, wide).every((byte) => byte === 50));
  assert.deepEqual(first, before);
  assert.deepEqual(resample(small, sides), before);
});
