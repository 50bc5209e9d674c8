/**
 * Pictures as the squares that a model was trained with: Leat's own resizing,
 * which gives the bytes of Pillow's and fastai's. In an export, what is imported
 * here stands beside this.
 *
 * @module
 */
import { resizedToSquare } from "../../../../base/codec/square.ts";

/** A canvas of a phone holds no more pixels. */
const MOST_PIXELS = 16_000_000;

/**
 * A square of red, green and blue bytes, `[size, size, 3]`.
 *
 * @param image pixels of four bytes, as `getImageData()` gives them
 * @param how `size` in pixels; `method`: "crop", "squish" or "pad"
 */
export function squareOfPixels({ data, width, height }, { size, method }) {
  const pixels = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < pixels.length; from += 4) {
    pixels[to++] = data[from];
    pixels[to++] = data[from + 1];
    pixels[to++] = data[from + 2];
  }
  const how = { size, method, room: false };
  return resizedToSquare(pixels, { width, height }, how).pixels;
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
export async function squareOf(blob, how) {
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
