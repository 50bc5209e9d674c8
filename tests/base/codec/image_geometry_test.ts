import assert from "node:assert/strict";
import sharp from "sharp";
import { decodeImage, decodeWithRoom } from "../../../src/base/codec/image.ts";
import { fileOf, pixelAt } from "./_quadrants.ts";

Deno.test("decodeImage() crops the middle square", async () => {
  const columns = Uint8Array.from(
    { length: 9 * 3 * 3 },
    (_, at) => Math.floor(at / 3) % 9,
  );
  const wide = await fileOf(
    sharp(columns, { raw: { width: 9, height: 3, channels: 3 } }).png(),
  );
  const crop = await decodeImage(wide, { size: 3, method: "crop" });
  assert.deepEqual([0, 1, 2].map((x) => pixelAt(crop, 3, x, 0)[0]), [3, 4, 5]);
  const tall = await fileOf(sharp(wide).rotate(90));
  const turned = await decodeImage(tall, { size: 3, method: "crop" });
  assert.deepEqual([0, 1, 2].map((y) => pixelAt(turned, 3, 0, y)[0]), [
    3,
    4,
    5,
  ]);
});

Deno.test("decodeImage() pads by reflecting, again and again where it must", async () => {
  const strip = (width: number) => {
    const pixels = new Uint8Array(width * 9 * 3);
    pixels.forEach((_, at) => pixels[at] = 10 * (Math.floor(at / 3) % width));
    return fileOf(
      sharp(pixels, { raw: { width, height: 9, channels: 3 } }).png(),
    );
  };
  const row = async (width: number) => {
    const pixels = await decodeImage(await strip(width), {
      size: 9,
      method: "pad",
    });
    return Array.from({ length: 9 }, (_, x) => pixelAt(pixels, 9, x, 4)[0]);
  };
  assert.deepEqual(await row(9), [0, 10, 20, 30, 40, 50, 60, 70, 80]);
  assert.deepEqual(await row(5), [20, 10, 0, 10, 20, 30, 40, 30, 20]);
  assert.deepEqual(await row(3), [10, 20, 10, 0, 10, 20, 10, 0, 10]);
  assert.deepEqual(await row(2), [10, 0, 10, 0, 10, 0, 10, 0, 10]);
  assert.deepEqual(await row(1), [0, 0, 0, 0, 0, 0, 0, 0, 0]);
});

Deno.test("decodeImage() takes images of one pixel, and very long ones", async () => {
  for (const [width, height] of [[1, 1], [1, 20_000], [20_000, 1]] as const) {
    const background = { r: 7, g: 8, b: 9 };
    const image = sharp({ create: { width, height, channels: 3, background } });
    const file = await fileOf(image.png());
    for (const method of ["crop", "squish", "pad"] as const) {
      const pixels = await decodeImage(file, { size: 5, method });
      assert.ok(pixels.every((value, at) => value === 7 + at % 3), method);
      assert.equal(pixels.length, 75);
    }
  }
});

Deno.test("decodeImage() enlarges between the centres of pixels", async () => {
  const ramp = (width: number, height: number) => {
    const pixels = new Uint8Array(width * height * 3);
    pixels.forEach((_, at) => pixels[at] = 20 * (Math.floor(at / 3) % width));
    return fileOf(sharp(pixels, { raw: { width, height, channels: 3 } }).png());
  };
  const row = async (file: Uint8Array, size: number) => {
    const pixels = await decodeImage(file, { size, method: "squish" });
    return Array.from(
      { length: size },
      (_, x) => pixelAt(pixels, size, x, 1)[0],
    );
  };
  // As Pillow 13 gives them for Image.BILINEAR.
  assert.deepEqual(await row(await ramp(5, 5), 10), [
    0,
    5,
    15,
    25,
    35,
    45,
    55,
    65,
    75,
    80,
  ]);
  assert.deepEqual(await row(await ramp(5, 1), 5), [0, 20, 40, 60, 80]);
  assert.deepEqual(await row(await ramp(1, 5), 3), [0, 0, 0]);
});

Deno.test("decodeImage() shrinks about the centre of the image", async () => {
  const pixels = new Uint8Array(10 * 10 * 3).map((_, at) =>
    20 * (Math.floor(at / 3) % 10)
  );
  const file = await fileOf(
    sharp(pixels, { raw: { width: 10, height: 10, channels: 3 } }).png(),
  );
  const shrunk = await decodeImage(file, { size: 5, method: "squish" });
  const row = [0, 1, 2, 3, 4].map((x) => pixelAt(shrunk, 5, x, 2)[0]!);
  // As Pillow 13 gives them.
  assert.deepEqual(row, [14, 50, 90, 130, 166]);
});

Deno.test("decodeImage() averages what it shrinks: no detail aliases", async () => {
  const checks = Uint8Array.from({ length: 64 * 64 * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return (pixel + Math.floor(pixel / 64)) % 2 * 200;
  });
  const file = await fileOf(
    sharp(checks, { raw: { width: 64, height: 64, channels: 3 } }).png(),
  );
  const pixels = await decodeImage(file, { size: 8, method: "squish" });
  assert.ok(pixels.every((value) => Math.abs(value - 100) <= 2));
});

/** A picture whose columns are 0, 10, 20 ... */
function ramp(width: number, height: number): Promise<Uint8Array> {
  const pixels = new Uint8Array(width * height * 3);
  pixels.forEach((_, at) => pixels[at] = 10 * (Math.floor(at / 3) % width));
  return fileOf(sharp(pixels, { raw: { width, height, channels: 3 } }).png());
}

Deno.test("decodeWithRoom() keeps what lies beside the square of a crop", async () => {
  const options = { size: 3, method: "crop" } as const;
  const { pixels, ...placed } = await decodeWithRoom(await ramp(8, 3), options);
  assert.deepEqual(placed, { width: 8, height: 3, left: 2, top: 0 });
  const row = Array.from({ length: 8 }, (_, x) => pixelAt(pixels, 8, x, 1)[0]);
  assert.deepEqual(row, [0, 10, 20, 30, 40, 50, 60, 70]);
  const tall = await fileOf(sharp(await ramp(8, 3)).rotate(90));
  const turned = await decodeWithRoom(tall, options);
  assert.deepEqual([turned.width, turned.height], [3, 8]);
  assert.deepEqual([turned.left, turned.top], [0, 2]);
});

Deno.test("decodeWithRoom() keeps the reflections around a padded image", async () => {
  const options = { size: 6, method: "pad" } as const;
  const wide = await decodeWithRoom(await ramp(4, 6), options);
  assert.deepEqual([wide.width, wide.height, wide.left], [8, 6, 1]);
  const row = Array.from(
    { length: 8 },
    (_, x) => pixelAt(wide.pixels, 8, x, 2)[0],
  );
  // The whole image is in any six of them.
  assert.deepEqual(row, [20, 10, 0, 10, 20, 30, 20, 10]);
});

Deno.test("decodeWithRoom() keeps no room around what is square or squished", async () => {
  const square = await decodeWithRoom(await ramp(9, 9), {
    size: 4,
    method: "crop",
  });
  const squished = await decodeWithRoom(await ramp(9, 3), {
    size: 4,
    method: "squish",
  });
  for (const { width, height, left, top } of [square, squished]) {
    assert.deepEqual([width, height, left, top], [4, 4, 0, 0]);
  }
});

Deno.test("decodeWithRoom() keeps at most one and a half squares to either end", async () => {
  const placed = await decodeWithRoom(await ramp(25, 1), {
    size: 4,
    method: "crop",
  });
  assert.deepEqual([placed.width, placed.height, placed.left], [16, 4, 6]);
});

Deno.test("decodeWithRoom() has decodeImage()'s square in the middle", async () => {
  for (const [width, height] of [[23, 10], [9, 31]] as const) {
    for (const method of ["crop", "pad"] as const) {
      const file = await fileOf(sharp(await ramp(width, height)).png());
      const options = { size: 7, method };
      const square = await decodeImage(file, options);
      const placed = await decodeWithRoom(file, options);
      for (let y = 0; y < 7; y++) {
        const from = ((placed.top + y) * placed.width + placed.left) * 3;
        assert.deepEqual(
          placed.pixels.slice(from, from + 21),
          square.slice(y * 21, (y + 1) * 21),
        );
      }
    }
  }
});
