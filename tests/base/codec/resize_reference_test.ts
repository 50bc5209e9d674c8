import assert from "node:assert/strict";
import sharp from "sharp";
import { z } from "zod";
import { decodeImage } from "../../../src/base/codec/image.ts";
import { fileOf } from "./_quadrants.ts";

const { cases } = z.object({
  cases: z.array(z.object({
    width: z.number(),
    height: z.number(),
    size: z.number(),
    method: z.enum(["squish", "crop", "pad"]),
    pixels: z.base64(),
  })),
}).parse(JSON.parse(
  await Deno.readTextFile(
    new URL("../../fixtures/resize/resize.json", import.meta.url),
  ),
));

/** The pictures that the reference was made with. */
async function picture(width: number, height: number): Promise<Uint8Array> {
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const x = Math.floor(at / 3) % width;
    const y = Math.floor(at / 3 / width);
    const noise = (at * 73 + at * at * 31) % 61;
    return Math.min(255, 5 * x + 3 * y + 40 * (at % 3) + noise);
  });
  const raw = { width, height, channels: 3 } as const;
  return await fileOf(sharp(pixels, { raw }).png());
}

for (const method of ["squish", "crop", "pad"] as const) {
  Deno.test(`decodeImage() by ${method} gives fastai's and Pillow's bytes`, async () => {
    const own = cases.filter((each) => each.method === method);
    assert.equal(own.length, 15);
    for (const { width, height, size, pixels } of own) {
      const made = await decodeImage(await picture(width, height), {
        size,
        method,
      });
      const expected = Uint8Array.from(
        atob(pixels),
        (character) => character.charCodeAt(0),
      );
      assert.deepEqual(made, expected, `${width} x ${height} to ${size}`);
    }
  });
}
