import assert from "node:assert/strict";
import process from "node:process";
import { crc32 } from "node:zlib";
import sharp, { type Sharp } from "sharp";
import { decodeImage, imageInfo } from "../../../src/base/codec/image.ts";
import {
  distance,
  fileOf,
  middles,
  pixelAt,
  QUADRANTS,
  quadrants,
} from "./_quadrants.ts";

const SQUISH = { size: 16, method: "squish" } as const;

Deno.test("decodeImage() gives the colours of each format, whatever its file is called", async () => {
  const picture = quadrants(40, 40);
  // How far a lossy format may stray in one of 256 levels, in a flat area.
  const formats: [string, Sharp, number][] = [
    ["png", picture.clone().png(), 0],
    ["png of 16 bits", picture.clone().toColourspace("rgb16").png(), 1],
    ["png with a palette", picture.clone().png({ palette: true }), 2],
    ["tiff", picture.clone().tiff({ compression: "lzw" }), 0],
    ["gif", picture.clone().gif(), 2],
    ["lossless webp", picture.clone().webp({ lossless: true }), 0],
    ["jpeg", picture.clone().jpeg({ quality: 95 }), 4],
    [
      "progressive jpeg",
      picture.clone().jpeg({ quality: 95, progressive: true }),
      4,
    ],
    ["avif", picture.clone().avif({ quality: 90 }), 8],
  ];
  for (const [format, image, tolerance] of formats) {
    const pixels = await decodeImage(await fileOf(image), SQUISH, "cat.jpg");
    assert.equal(pixels.length, 16 * 16 * 3, format);
    const off = distance(middles(pixels, 16), QUADRANTS);
    assert.ok(off <= tolerance, `${format} is off by ${off}`);
  }
});

Deno.test("decodeImage() converts CMYK to RGB", async () => {
  const file = await fileOf(
    quadrants(40, 40).toColourspace("cmyk").jpeg({ quality: 95 }),
  );
  assert.equal((await sharp(file).metadata()).space, "cmyk");
  const found = middles(await decodeImage(file, SQUISH), 16);
  // Inks cannot show every colour of a screen, so that the hue must do.
  const strongest = found.map((colour) => colour.indexOf(Math.max(...colour)));
  assert.deepEqual(strongest, [0, 1, 2, 0]);
  assert.ok(distance(found, QUADRANTS) < 60);
});

Deno.test("decodeImage() repeats grey in three channels", async () => {
  const grey = { raw: { width: 2, height: 2, channels: 1 } } as const;
  for (
    const levels of [
      new Uint8Array(4).fill(90),
      new Uint16Array(4).fill(90 * 257),
    ]
  ) {
    const space = levels.BYTES_PER_ELEMENT === 1 ? "b-w" : "grey16";
    const file = await fileOf(sharp(levels, grey).toColourspace(space).png());
    assert.equal((await sharp(file).metadata()).space, space);
    const pixels = await decodeImage(file, { size: 4, method: "crop" });
    assert.deepEqual(pixels, new Uint8Array(48).fill(90));
  }
});

Deno.test("decodeImage() lays what is transparent on white, whatever colour it hides", async () => {
  const red = [255, 0, 0, 0], blue = [0, 0, 255, 255], half = [0, 0, 255, 128];
  const rgba = new Uint8Array([red, blue, half].flat());
  const file = await fileOf(
    sharp(rgba, { raw: { width: 3, height: 1, channels: 4 } }).png(),
  );
  const pixels = await decodeImage(file, { size: 3, method: "squish" });
  const row = [0, 1, 2].map((x) => pixelAt(pixels, 3, x, 1));
  assert.deepEqual(row, [[255, 255, 255], [0, 0, 255], [127, 127, 255]]);
});

Deno.test("decodeImage() turns an image as its EXIF orientation says", async () => {
  // Orientation 6: stored lying on its left side, so a quarter turn clockwise.
  const file = await fileOf(
    quadrants(40, 20).withMetadata({ orientation: 6 }).png(),
  );
  const [topLeft, topRight, bottomLeft, bottomRight] = QUADRANTS;
  assert.deepEqual(await imageInfo(file), {
    width: 20,
    height: 40,
    format: "png",
  });
  for (const method of ["squish", "crop", "pad"] as const) {
    const found = middles(await decodeImage(file, { size: 16, method }), 16);
    const upright = [bottomLeft, topLeft, bottomRight, topRight];
    assert.deepEqual(found, upright, method);
  }
});

Deno.test("imageInfo() reads size and format from the header", async () => {
  const gif = await fileOf(quadrants(30, 10).gif());
  assert.deepEqual(await imageInfo(gif, "cat.jpg"), {
    width: 30,
    height: 10,
    format: "gif",
  });
});

Deno.test("decodeImage() says what is wrong with a file, and names it", async () => {
  const jpeg = await fileOf(quadrants(60, 60).jpeg());
  const gif = await fileOf(quadrants(60, 60).gif());
  const text = (words: string) => new TextEncoder().encode(words);
  const kinds = "it is not a JPEG, PNG, WebP, GIF, TIFF or AVIF image";
  const cases: [Uint8Array, string | RegExp][] = [
    [new Uint8Array(), 'Cannot read image "cat.jpg": it is empty'],
    [text("<html>not found</html>"), `Cannot read image "cat.jpg": ${kinds}`],
    [
      text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      `Cannot read image "cat.jpg": ${kinds}`,
    ],
    [
      jpeg.subarray(0, jpeg.length / 2),
      /Cannot read image "cat.jpg": it is damaged or cut short \(.*end of JPEG.*\)$/,
    ],
    [jpeg.subarray(0, -2), /"cat.jpg": it is damaged or cut short/],
    [gif.subarray(0, -20), /"cat.jpg": it is damaged or cut short/],
    [
      pngOf(20_000, 20_000),
      'Cannot read image "cat.jpg": it has 20000 x 20000 pixels, more than the 100000000 allowed',
    ],
  ];
  for (const [bytes, message] of cases) {
    await assert.rejects(
      decodeImage(bytes, SQUISH, "cat.jpg"),
      { name: "PipelineError", message, stage: "input", item: "cat.jpg" },
    );
  }
});

Deno.test("decodeImage() gives the memory of a whole image back at once", async () => {
  const side = 1000;
  const file = await fileOf(quadrants(side, side).jpeg());
  await decodeImage(file, SQUISH);
  const before = process.memoryUsage().external;
  for (let time = 0; time < 8; time++) await decodeImage(file, SQUISH);
  const more = process.memoryUsage().external - before;
  assert.ok(more < 3 * side * side, `${more} bytes wait to be collected`);
});

Deno.test("decodeImage() refuses a size below 1", async () => {
  const file = await fileOf(quadrants(4, 4).png());
  for (const size of [0, -1, 1.5, NaN]) {
    await assert.rejects(
      decodeImage(file, { size, method: "crop" }, "cat_12.jpg"),
      {
        name: "RangeError",
        message:
          `Cannot resize "cat_12.jpg" to ${size} x ${size}: size must be a whole number of at least 1`,
      },
    );
  }
});

/** A PNG whose header, with its right checksum, claims a size. */
function pngOf(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(64);
  const view = new DataView(bytes.buffer);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  view.setUint32(8, 13);
  bytes.set(new TextEncoder().encode("IHDR"), 12);
  view.setUint32(16, width);
  view.setUint32(20, height);
  bytes.set([8, 2, 0, 0, 0], 24);
  view.setUint32(29, crc32(bytes.subarray(12, 29)));
  bytes.set(new TextEncoder().encode("IDAT"), 37);
  return bytes;
}
