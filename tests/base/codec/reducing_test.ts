import assert from "node:assert/strict";
import sharp, { type Sharp } from "sharp";
import {
  jpegFrame,
  withFullSides,
} from "../../../src/base/codec/_jpeg_frame.ts";
import { reduced, reducingOf } from "../../../src/base/codec/_reducing.ts";
import { decodeImage, decodeWithRoom } from "../../../src/base/codec/image.ts";
import { reducedToSquare } from "../../../src/base/codec/square.ts";
import { wholeImage } from "../../../src/base/codec/image.ts";
import {
  distance,
  fileOf,
  middles,
  QUADRANTS,
  quadrants,
} from "./_quadrants.ts";

/** Waves of all lengths: what is lost of them as they shrink differs. */
function waves(width: number, height: number): Sharp {
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const x = Math.floor(at / 3) % width, y = Math.floor(at / 3 / width);
    return 128 + 70 * Math.sin(x * x / 90 + at % 3) + 50 * Math.cos(y * x / 60);
  });
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** The largest and the mean difference of two images. */
function off(some: Uint8Array, others: Uint8Array) {
  assert.equal(some.length, others.length);
  const each = Array.from(some, (v, at) => Math.abs(v - (others[at] ?? NaN)));
  const sum = each.reduce((total, one) => total + one, 0);
  return { most: Math.max(...each), mean: sum / each.length };
}

const SQUARE = { size: 16, method: "crop" } as const;

Deno.test("reducingOf() divides sides as far as the gap is left", () => {
  const by = (
    width: number,
    height: number,
    gap: number,
    method: "crop" | "squish" | "pad" = "crop",
  ) => reducingOf({ width, height }, { size: 224, method }, gap);
  assert.equal(by(1920, 1440, 2), 2);
  assert.equal(by(1920, 1440, 1.5), 4);
  assert.equal(by(1920, 1440, 1), 4);
  assert.equal(by(4032, 3024, 2), 4);
  assert.equal(by(3584, 9999, 2), 8);
  assert.equal(by(3583, 9999, 2), 4);
  assert.equal(by(500, 375, 1), 1);
  assert.equal(by(100, 80, 1), 1);
  assert.equal(by(99999, 99999, 1), 8);
  // What is padded holds the whole image, whose longer side counts.
  assert.equal(by(1800, 400, 2), 1);
  assert.equal(by(1800, 400, 2, "squish"), 1);
  assert.equal(by(1800, 400, 2, "pad"), 4);
});

Deno.test("jpegFrame() finds the sides of a JPEG behind whatever comes before them", async () => {
  const plain = await fileOf(quadrants(77, 33).jpeg());
  const full = await fileOf(
    quadrants(77, 33).withMetadata({ orientation: 6 }).withIccProfile("p3")
      .jpeg({ progressive: true }),
  );
  for (const bytes of [plain, full]) {
    const { at = 0, ...sides } = jpegFrame(bytes) ?? {};
    assert.deepEqual(sides, { width: 77, height: 33 });
    assert.deepEqual([...bytes.subarray(at, at + 4)], [0, 33, 0, 77]);
    // Within a larger buffer, and with markers filled up.
    const filled = Uint8Array.from([
      ...bytes.subarray(0, 2),
      0xff,
      0xff,
      ...bytes.subarray(2),
    ]);
    const apart = new Uint8Array(filled.length + 9);
    apart.set(filled, 9);
    assert.equal(jpegFrame(apart.subarray(9))?.at, at + 2);
  }
});

Deno.test("jpegFrame() finds none in what is cut off, broken or no JPEG", async () => {
  const jpeg = await fileOf(quadrants(9, 9).jpeg());
  const { at = 0 } = jpegFrame(jpeg) ?? {};
  for (let length = 0; length < at + 4; length++) {
    assert.equal(jpegFrame(jpeg.subarray(0, length)), undefined);
  }
  const none = jpeg.slice();
  none.set([0, 0], at);
  assert.equal(jpegFrame(none), undefined);
  assert.equal(
    jpegFrame(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0, 1, 2, 3, 4, 5, 6)),
    undefined,
  );
  assert.equal(jpegFrame(await fileOf(quadrants(9, 9).png())), undefined);
  assert.equal(jpegFrame(new Uint8Array(100).fill(0xff)), undefined);
});

Deno.test("withFullSides() lets a JPEG claim the rest of its last blocks, and leaves one alone that has none", async () => {
  const jpeg = await fileOf(quadrants(77, 32).jpeg());
  const frame = jpegFrame(jpeg)!;
  const before = jpeg.slice();
  const { width, height } = jpegFrame(withFullSides(jpeg, frame, 8))!;
  assert.deepEqual([width, height], [80, 32]);
  assert.deepEqual(jpeg, before);
  const even = await fileOf(quadrants(64, 32).jpeg());
  assert.equal(withFullSides(even, jpegFrame(even)!, 8), even);
});

Deno.test("reduced() averages blocks, the last of which may be smaller", () => {
  const [a, b, c, d, e, f] = [10, 21, 30, 41, 50, 61];
  const pixels = Uint8Array.from(
    [a, b, c, d, e, f].flatMap((v) => [v, 0, 255]),
  );
  const { pixels: made, ...sides } = reduced(
    pixels,
    { width: 3, height: 2 },
    2,
  );
  assert.deepEqual(sides, { width: 2, height: 1 });
  // (10 + 21 + 41 + 50) / 4 = 30.5, and (30 + 61) / 2 = 45.5.
  assert.deepEqual([...made], [31, 0, 255, 46, 0, 255]);
  assert.equal(reduced(pixels, { width: 3, height: 2 }, 1).pixels, pixels);
});

Deno.test("decodeImage() reads all of what is no JPEG, and of one that hardly shrinks, whatever the gap", async () => {
  const picture = waves(120, 90);
  const files = [
    picture.clone().png(),
    picture.clone().webp({ lossless: true }),
    picture.clone().resize(30, 20).jpeg(),
    picture.clone().resize(7, 5).jpeg(),
  ];
  for (const file of files) {
    const bytes = await fileOf(file);
    const all = await decodeImage(bytes, SQUARE);
    const made = await decodeImage(bytes, { ...SQUARE, reducingGap: 1 });
    assert.deepEqual(made, all);
  }
});

Deno.test("decodeImage() with a gap is near what all pixels give, and the nearer the larger the gap", async () => {
  const bytes = await fileOf(waves(300, 200).jpeg({ quality: 95 }));
  const all = await decodeImage(bytes, SQUARE);
  const means: number[] = [];
  for (const reducingGap of [1, 3, 5]) {
    const made = await decodeImage(bytes, { ...SQUARE, reducingGap });
    means.push(off(made, all).mean);
  }
  const [eighth = 0, quarter = 0, half = 0] = means;
  assert.ok(eighth > quarter && quarter > half && half > 0, `${means}`);
  assert.ok(eighth < 10, `${means}`);
  const same = await decodeImage(bytes, { ...SQUARE, reducingGap: 12.5 });
  assert.deepEqual(same, all);
});

Deno.test("decodeImage() with a gap converts CMYK, and colours of a profile", async () => {
  const colours = quadrants(160, 160);
  const cmyk = await fileOf(
    colours.clone().toColourspace("cmyk").jpeg({ quality: 95 }),
  );
  const wide = await fileOf(
    colours.clone().withIccProfile("p3").jpeg({ quality: 95 }),
  );
  const tolerances = [60, 6] as const;
  for (const [at, bytes] of [cmyk, wide].entries()) {
    const made = await decodeImage(bytes, { ...SQUARE, reducingGap: 1 });
    const all = await decodeImage(bytes, SQUARE);
    assert.ok(off(made, all).mean < 2);
    assert.ok(distance(middles(made, 16), QUADRANTS) < tolerances[at]!);
  }
});

Deno.test("decodeWithRoom() has decodeImage()'s square in the middle with a gap, too", async () => {
  const options = { ...SQUARE, reducingGap: 2 };
  for (const orientation of [1, 3, 6, 7]) {
    const bytes = await fileOf(
      waves(333, 201).withMetadata({ orientation }).jpeg(),
    );
    const square = await decodeImage(bytes, options);
    const { pixels, width, left, top } = await decodeWithRoom(bytes, options);
    const middle = Array.from({ length: 16 * 48 }, (_, at) => {
      const [row, place] = [Math.floor(at / 48), at % 48];
      return pixels[(top + row) * width * 3 + left * 3 + place] ?? NaN;
    });
    assert.deepEqual([...square], middle);
  }
});

Deno.test("reducedToSquare() is near what decoding a part of the size gives", async () => {
  const bytes = await fileOf(waves(301, 203).jpeg({ quality: 90 }));
  const { pixels, ...whole } = await wholeImage(bytes, "waves.jpg");
  for (const method of ["crop", "squish", "pad"] as const) {
    for (const reducingGap of [1, 2, 4]) {
      const options = { size: 16, method, reducingGap };
      const made = await decodeImage(bytes, options);
      const { pixels: near } = reducedToSquare(pixels, whole, {
        ...options,
        room: false,
      });
      const { mean, most } = off(near, made);
      // Colours are stored at half the size, and smoothed when all is decoded.
      assert.ok(
        mean < 1 && most < 12,
        `${method}, ${reducingGap}: ${mean}, ${most}`,
      );
    }
  }
});

Deno.test("decodeImage() with a gap says the same of what is wrong with a JPEG", async () => {
  const jpeg = await fileOf(waves(160, 160).jpeg());
  for (const length of [jpeg.length / 2, jpeg.length - 2, 30]) {
    const bytes = jpeg.subarray(0, length);
    const errors: unknown[] = [];
    for (const gap of [{}, { reducingGap: 1 }]) {
      await decodeImage(bytes, { ...SQUARE, ...gap }, "cat.jpg")
        .catch((error) => errors.push(error.message));
    }
    assert.equal(errors.length, 2);
    assert.match(String(errors[1]), /^Cannot read image "cat.jpg": it is /);
    assert.equal(errors[1], errors[0]);
  }
});

Deno.test("decodeImage() says so where all of a JPEG decodes, and a part of its size does not", async () => {
  // Whole blocks of this are longer than libjpeg takes.
  const bytes = await fileOf(quadrants(65499, 8).jpeg());
  const options = { size: 4, method: "pad", reducingGap: 2 } as const;
  await assert.rejects(decodeImage(bytes, options, "long.jpg"), {
    name: "PipelineError",
    message:
      /^Cannot read image "long.jpg": it does not decode at 1\/8 of its size \(.+\)$/,
    item: "long.jpg",
    remedy: "Remove the file, convert it, or leave out reducingGap of image()",
  });
});
