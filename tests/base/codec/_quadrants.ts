import sharp, { type Sharp } from "sharp";

type Colour = readonly [red: number, green: number, blue: number];

/** Top left, top right, bottom left, bottom right. */
export const QUADRANTS: readonly Colour[] = [
  [200, 30, 40],
  [30, 180, 60],
  [40, 60, 190],
  [220, 210, 70],
];

/** A picture whose quadrants have one colour each. */
export function quadrants(width: number, height: number): Sharp {
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const which = (y < height / 2 ? 0 : 2) + (x < width / 2 ? 0 : 1);
      pixels.set(QUADRANTS[which]!, (y * width + x) * 3);
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** The file that a chain of sharp makes. */
export async function fileOf(image: Sharp): Promise<Uint8Array> {
  return new Uint8Array(await image.toBuffer());
}

/** The colours in the middle of the quadrants of a square. */
export function middles(pixels: Uint8Array, size: number): number[][] {
  const near = Math.floor(size / 4), far = Math.floor(size * 3 / 4);
  return [[near, near], [far, near], [near, far], [far, far]]
    .map(([x, y]) => pixelAt(pixels, size, x!, y!));
}

export function pixelAt(
  pixels: Uint8Array,
  size: number,
  x: number,
  y: number,
): number[] {
  return [...pixels.subarray((y * size + x) * 3, (y * size + x) * 3 + 3)];
}

/** How far the two differ at most, in one channel. */
export function distance(
  colours: readonly (readonly number[])[],
  others: readonly (readonly number[])[],
): number {
  const flat = others.flat();
  return Math.max(...colours.flat().map((v, at) => Math.abs(v - flat[at]!)));
}
