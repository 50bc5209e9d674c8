import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { stream } from "../../../src/base/random/stream.ts";

/** Width and height, in pixels. */
export type Sides = readonly [width: number, height: number];

/** The name of a file in a folder of drawn images. */
export function fileName(at: number): string {
  return `${String(at).padStart(5, "0")}.jpg`;
}

/**
 * A JPEG file that is as hard to read as a photograph of its size: noise of
 * every scale, half a byte a pixel.
 */
export async function drawnPhotograph(
  seed: number,
  [width, height]: Sides,
): Promise<Uint8Array> {
  const random = stream(seed, "bench", 0, "photograph");
  const sum = new Float32Array(width * height * 3).fill(128);
  for (const cell of [1, 4, 16, 64]) {
    const [columns, rows] = [width, height].map((side) =>
      Math.ceil(side / cell)
    ) as [number, number];
    const coarse = Uint8Array.from(
      { length: columns * rows * 3 },
      () => random.integer(0, 256),
    );
    const fine = await sharp(coarse, {
      raw: { width: columns, height: rows, channels: 3 },
    }).resize(width, height, { fit: "fill", kernel: "cubic" }).raw().toBuffer();
    // Coarse shapes are strong in photographs, grain is weak.
    const strength = Math.sqrt(cell) / 7;
    for (let at = 0; at < sum.length; at++) {
      sum[at]! += ((fine[at] ?? 0) - 128) * strength;
    }
  }
  const pixels = Uint8ClampedArray.from(sum);
  return await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** Writes as many files, each drawn anew, and gives their paths. */
export async function drawPhotographs(
  folder: string,
  count: number,
  sides: Sides,
): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (let at = 0; at < count; at++) {
    const path = join(folder, fileName(at));
    await writeFile(path, await drawnPhotograph(at, sides));
    paths.push(path);
  }
  return paths;
}

/**
 * Writes as many files of one drawing. They differ in a comment, so that no two
 * are the same file.
 */
export async function drawCopies(
  folder: string,
  count: number,
  sides: Sides,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const drawing = await drawnPhotograph(0, sides);
  for (let at = 0; at < count; at++) {
    const bytes = withComment(drawing, String(at));
    await writeFile(join(folder, fileName(at)), bytes);
  }
}

/** A JPEG file with a comment behind its first marker. */
export function withComment(jpeg: Uint8Array, comment: string): Uint8Array {
  const text = new TextEncoder().encode(comment);
  const length = text.length + 2;
  const marker = [0xff, 0xfe, length >> 8, length & 0xff];
  return Uint8Array.from([
    ...jpeg.subarray(0, 2),
    ...marker,
    ...text,
    ...jpeg.subarray(2),
  ]);
}
