import sharp, { type Sharp } from "sharp";

/** What sharp alone does after reading: the square in the middle, resized. */
async function squareOf(image: Sharp, size: number): Promise<Uint8Array> {
  return await image
    .resize(size, size, { fit: "cover", kernel: "linear" })
    .flatten({ background: "white" })
    .toColourspace("srgb")
    .raw()
    .toBuffer();
}

/**
 * The square that Leat makes, as sharp makes it on its own; not to the same
 * bytes. A JPEG that is to be much smaller is decoded at a half, a quarter or an
 * eighth of its size.
 */
export async function bySharp(
  bytes: Uint8Array,
  size: number,
): Promise<Uint8Array> {
  return await squareOf(sharp(bytes).autoOrient(), size);
}

/**
 * The same out of all pixels: sharp decodes an image whole whose colours it is
 * told to convert before anything else. These already are what they become.
 */
export async function bySharpFromAll(
  bytes: Uint8Array,
  size: number,
): Promise<Uint8Array> {
  const image = sharp(bytes).autoOrient().pipelineColourspace("srgb");
  return await squareOf(image, size);
}

/** The same in two parts, which leave no choice: all pixels, then the square. */
export async function bySharpInTwo(
  bytes: Uint8Array,
  size: number,
): Promise<Uint8Array> {
  const { data, info: { width, height, channels } } = await sharp(bytes)
    .autoOrient()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return await squareOf(
    sharp(data, { raw: { width, height, channels } }),
    size,
  );
}
