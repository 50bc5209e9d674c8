/**
 * One image under sixteen draws of `augment()`, as a picture to look at: in the
 * folder that `LEAT_PICTURES` names, or in `leat-pictures` among temporary
 * ones: always the same, so that runs leave one of them.
 */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { petMarkup } from "../../../datasets/drawn/pets.ts";
import { augment, type AugmentOptions } from "../../../mod.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { transformTraining } from "../../../src/engine/train/transform_batch.ts";

const DRAWS = 16;
const ACROSS = 4;

/** The same image as often as there are draws, each under its own. */
async function augmented(
  pixels: Uint8Array,
  side: number,
  options: AugmentOptions,
): Promise<{ values: Float32Array; size: number }> {
  const device = await openDevice();
  const { tf } = device;
  const size = options.size ?? side;
  try {
    const images = tf.tidy(() => {
      const one = tf.tensor4d(
        Float32Array.from(pixels, (each) => each / 255),
        [1, side, side, 3],
      );
      const ids = Array.from({ length: DRAWS }, (_, at) => `draw ${at}`);
      return transformTraining(
        { tf, seed: 42, epoch: 0, ids },
        [augment(options).behaviour],
        tf.tile(one, [DRAWS, 1, 1, 1]),
      );
    });
    const values = Float32Array.from(await images.data());
    images.dispose();
    return { values, size };
  } finally {
    device.close();
  }
}

/** Images `[16, size, size, 3]` in four rows, as a PNG file. */
async function writeSheet(
  values: Float32Array,
  size: number,
  name: string,
): Promise<string> {
  const folder = Deno.env.get("LEAT_PICTURES") ??
    join(tmpdir(), "leat-pictures");
  await Deno.mkdir(folder, { recursive: true });
  const tile = (at: number) => {
    const own = values.subarray(
      at * size * size * 3,
      (at + 1) * size * size * 3,
    );
    return Buffer.from(own.map((each) => Math.round(each * 255)));
  };
  const gap = 4;
  const side = ACROSS * (size + gap) - gap;
  const path = join(folder, name);
  await sharp({
    create: { width: side, height: side, channels: 3, background: "white" },
  }).composite(Array.from({ length: DRAWS }, (_, at) => ({
    input: tile(at),
    raw: { width: size, height: size, channels: 3 as const },
    left: at % ACROSS * (size + gap),
    top: Math.floor(at / ACROSS) * (size + gap),
  }))).png().toFile(path);
  return path;
}

/** How far neighbours in a row or a column differ at most. */
function steepest(
  at: (index: number) => number,
  count: number,
  side: number,
): number {
  let most = 0;
  const row = side * 3;
  for (let index = 0; index < count; index++) {
    const inImage = index % (side * row);
    if (inImage % row >= 3) {
      most = Math.max(most, Math.abs(at(index) - at(index - 3)));
    }
    if (inImage >= row) {
      most = Math.max(most, Math.abs(at(index) - at(index - row)));
    }
  }
  return most;
}

Deno.test("augment() leaves a picture that a person would still recognise", async () => {
  const side = 150;
  const pixels = await sharp(new TextEncoder().encode(petMarkup(42, 7)))
    .flatten({ background: "white" })
    .resize(side, side)
    .raw()
    .toBuffer();
  for (
    const [name, options] of [
      ["augment.png", {}],
      ["augment_twice.png", { mult: 2, flipVertically: true }],
      ["augment_presized.png", { size: 96, minScale: 0.35 }],
    ] as const
  ) {
    const { values, size } = await augmented(pixels, side, options);
    assert.equal(values.length, DRAWS * size * size * 3);
    assert.ok(values.every((each) => each >= 0 && each <= 1));
    const path = await writeSheet(values, size, name);
    console.log(`pictures to look at: ${path}`);
    const { width } = await sharp(path).metadata();
    assert.equal(width, ACROSS * (size + 4) - 4);
  }
});

Deno.test("augment() brings no dark corners and no seams into view", async () => {
  const side = 96;
  // A bright, smooth picture: from 0.3 up, two steps of 256 between neighbours.
  const pixels = Uint8Array.from({ length: side * side * 3 }, (_, at) => {
    const [x, y] = [Math.floor(at / 3) % side, Math.floor(at / 3 / side)];
    return 77 + x + Math.floor(y / 2) + 10 * (at % 3);
  });
  const least = Math.min(...pixels) / 255;
  const most = Math.max(...pixels) / 255;
  const slope = steepest((at) => pixels[at]! / 255, pixels.length, side);
  const { values } = await augmented(pixels, side, {
    maxLighting: 0,
    minZoom: 0.6,
    affineProbability: 1,
  });
  assert.ok(values.every((each) => each > least - 1e-5 && each < most + 1e-5));
  // Shrinking to 0.6 brings pixels together, and a perspective up to four times
  // more; a seam would be a step of the whole picture's range, 150 slopes.
  const found = steepest((at) => values[at]!, values.length, side);
  assert.ok(found < 10 * slope, `${found} of ${slope}`);
});
