/**
 * Pictures as the squares that a model was trained with: Leat's own resizing,
 * which gives the bytes of Pillow's and fastai's. In an export, what is imported
 * here stands beside this.
 *
 * @module
 */
import {
  reducedToSquare,
  resizedToSquare,
} from "../../../../base/codec/square.ts";

/** A canvas of a phone holds no more pixels. */
const MOST_PIXELS = 16_000_000;

/**
 * A square of red, green and blue bytes, `[size, size, 3]`.
 *
 * @param image pixels of four bytes, as `getImageData()` gives them
 * @param how `size` in pixels; `method`: "crop", "squish" or "pad";
 * `reducingGap`, if they are of a JPEG and the model was trained with it
 */
export function squareOfPixels({ data, width, height }, how) {
  const pixels = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < pixels.length; from += 4) {
    pixels[to++] = data[from];
    pixels[to++] = data[from + 1];
    pixels[to++] = data[from + 2];
  }
  const options = { ...how, room: false };
  const square = how.reducingGap === undefined
    ? resizedToSquare
    : reducedToSquare;
  return square(pixels, { width, height }, options).pixels;
}

/** What a browser decodes in full, and Leat does not. */
async function isJpeg(blob) {
  const bytes = new Uint8Array(await blob.slice(0, 3).arrayBuffer());
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

function canvasOf(width, height) {
  if (globalThis.OffscreenCanvas) return new OffscreenCanvas(width, height);
  return Object.assign(document.createElement("canvas"), { width, height });
}

/**
 * A picture file as such a square: turned upright, in sRGB, and laid on white
 * where it is transparent.
 *
 * @param blob a file that the browser can show
 * @param how as of `squareOfPixels`
 */
export async function squareOf(blob, { reducingGap, ...options }) {
  const reduces = reducingGap !== undefined && await isJpeg(blob);
  const how = reduces ? { ...options, reducingGap } : options;
  // The orientation that a camera noted is that of the picture.
  const bitmap = await createImageBitmap(blob, {
    imageOrientation: "from-image",
  });
  try {
    const all = bitmap.width * bitmap.height;
    const scale = Math.min(1, Math.sqrt(MOST_PIXELS / all));
    const width = Math.max(1, Math.floor(bitmap.width * scale));
    const height = Math.max(1, Math.floor(bitmap.height * scale));
    const context = canvasOf(width, height).getContext("2d", {
      willReadFrequently: true,
    });
    context.fillStyle = "white";
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, width, height);
    return squareOfPixels(context.getImageData(0, 0, width, height), how);
  } finally {
    bitmap.close();
  }
}
