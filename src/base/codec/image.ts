import type { Metadata, Sharp } from "sharp";
import {
  damagedImage,
  emptyImage,
  hugeImage,
  notAnImage,
} from "../errors/image.ts";
import { enlarge } from "./_enlarge.ts";
import { reflectToSquare } from "./_reflect.ts";

/** 100 megapixels take 300 MB as RGB. */
const PIXEL_LIMIT = 100_000_000;

/** Pixels alone: an SVG would be drawn, and may ask for other files. */
const FORMATS: ReadonlySet<string> = new Set(
  ["jpeg", "png", "webp", "gif", "tiff", "heif"],
);

/** How an image that is no square becomes one. */
export type SquareMethod = "crop" | "squish" | "pad";

export interface DecodeOptions {
  /** The side of the square, in pixels. */
  readonly size: number;
  /**
   * `crop` takes the largest square in the middle, `squish` scales each side
   * alone, `pad` fits the whole image and reflects it at its edges.
   */
  readonly method: SquareMethod;
}

/** What the header of an image says. */
export interface ImageInfo {
  /** In pixels, as the image is seen: turned as its EXIF orientation says. */
  readonly width: number;
  readonly height: number;
  /** What it is, whatever its file is called: `"jpeg"`, `"png"`. */
  readonly format: string;
}

/**
 * An image as a square of RGB bytes, [size, size, 3].
 *
 * It is turned upright (EXIF), converted to sRGB with 8 bits a channel, laid on
 * white where it is transparent - as a page shows it, since the colour below a
 * transparent pixel is arbitrary - and scaled with a triangle filter, which is
 * what fastai calls bilinear. Of an animation, the first frame counts.
 *
 * @param name What messages call the image.
 * @throws {PipelineError} If the bytes are empty, no image, a damaged image, or
 * one of more than 100 megapixels.
 * @throws {RangeError} If `size` is not a whole number above zero.
 */
export async function decodeImage(
  bytes: Uint8Array,
  { size, method }: DecodeOptions,
  name = "image",
): Promise<Uint8Array> {
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new RangeError(
      `Cannot resize "${name}" to ${size} x ${size}: size must be a whole number of at least 1`,
    );
  }
  const { width, height } = await imageInfo(bytes, name);
  const { default: sharp } = await import("sharp");
  const image = sharp(bytes, { limitInputPixels: PIXEL_LIMIT })
    .autoOrient()
    .flatten({ background: "white" })
    .toColourspace("srgb");
  const whole: Part = { left: 0, top: 0, width, height };
  switch (method) {
    case "squish":
      return await scale(image, whole, size, size, name);
    case "crop": {
      // Cropping after scaling would be quicker for a large photograph, but
      // rounds the square, and cannot scale a very long image.
      const side = Math.min(width, height);
      const left = Math.floor((width - side) / 2);
      const top = Math.floor((height - side) / 2);
      const middle: Part = { left, top, width: side, height: side };
      return await scale(image.extract(middle), middle, size, size, name);
    }
    case "pad": {
      const factor = size / Math.max(width, height);
      const inWidth = Math.max(1, Math.round(width * factor));
      const inHeight = Math.max(1, Math.round(height * factor));
      const inner = await scale(image, whole, inWidth, inHeight, name);
      return reflectToSquare(inner, inWidth, inHeight, size);
    }
  }
}

/**
 * The size and format of an image, from its header alone.
 *
 * @param name What messages call the image.
 * @throws {PipelineError} If the bytes are empty, no image, or claim more than
 * 100 megapixels.
 */
export async function imageInfo(
  bytes: Uint8Array,
  name = "image",
): Promise<ImageInfo> {
  if (bytes.length === 0) throw emptyImage(name);
  const { format, autoOrient: { width, height } } = await header(bytes, name);
  if (!FORMATS.has(format)) throw notAnImage(name);
  if (width * height > PIXEL_LIMIT) {
    throw hugeImage(name, width, height, PIXEL_LIMIT);
  }
  return { width, height, format };
}

async function header(bytes: Uint8Array, name: string): Promise<Metadata> {
  // Loaded here, so that planning needs no native library.
  const { default: sharp } = await import("sharp");
  try {
    return await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch (cause) {
    const unknown = cause instanceof Error &&
      cause.message.includes("unsupported image format");
    throw unknown ? notAnImage(name, cause) : damagedImage(name, cause);
  }
}

/** A rectangle of an image, in pixels. */
type Part = Readonly<
  Record<"left" | "top" | "width" | "height", number>
>;

/** The bytes of an image scaled to exactly this size, [toHeight, toWidth, 3]. */
async function scale(
  image: Sharp,
  { width, height }: Part,
  toWidth: number,
  toHeight: number,
  name: string,
): Promise<Uint8Array> {
  const lessWidth = Math.min(width, toWidth);
  const lessHeight = Math.min(height, toHeight);
  try {
    const { buffer, byteOffset, byteLength } = await image
      .resize(lessWidth, lessHeight, { fit: "fill", kernel: "linear" })
      .raw()
      .toBuffer();
    const pixels = new Uint8Array(buffer, byteOffset, byteLength);
    return enlarge(pixels, lessWidth, lessHeight, toWidth, toHeight);
  } catch (cause) {
    throw damagedImage(name, cause);
  }
}
