import type { Metadata } from "sharp";
import {
  damagedImage,
  emptyImage,
  hugeImage,
  notAnImage,
  notReduced,
} from "../errors/image.ts";
import { withScratchFile } from "../store/scratch.ts";
import { jpegFrame, withFullSides } from "./_jpeg_frame.ts";
import { reducingOf } from "./_reducing.ts";
import type { SquareMethod } from "./_sides.ts";
import { type PlacedImage, resizedToSquare } from "./square.ts";

export type { PlacedImage } from "./square.ts";

/** 100 megapixels take 300 MB as RGB. */
const PIXEL_LIMIT = 100_000_000;

/** Pixels alone: an SVG would be drawn, and may ask for other files. */
const FORMATS: ReadonlySet<string> = new Set(
  ["jpeg", "png", "webp", "gif", "tiff", "heif"],
);

export interface DecodeOptions {
  /** The side of the square, in pixels. */
  readonly size: number;
  /**
   * `crop` takes the largest square in the middle, `squish` scales each side
   * alone, `pad` fits the whole image and reflects it at its edges.
   */
  readonly method: SquareMethod;
  /**
   * Decodes a JPEG at a half, a quarter or an eighth of its size where at least
   * so many of its pixels are left to one of the square; all of it unless told.
   */
  readonly reducingGap?: number;
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
 * An image as a square of RGB bytes, [size, size, 3], in the middle of it.
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
  options: DecodeOptions,
  name = "image",
): Promise<Uint8Array> {
  return (await decode(bytes, { ...options, room: false }, name)).pixels;
}

/**
 * The same with room along one side: up to one and a half squares more to
 * either end of the one in the middle. Pixels lie as in {@linkcode decodeImage}.
 *
 * @throws {PipelineError} As there.
 * @throws {RangeError} As there.
 */
export async function decodeWithRoom(
  bytes: Uint8Array,
  options: DecodeOptions,
  name = "image",
): Promise<PlacedImage> {
  return await decode(bytes, { ...options, room: true }, name);
}

async function decode(
  bytes: Uint8Array,
  options: DecodeOptions & { readonly room: boolean },
  name: string,
): Promise<PlacedImage> {
  const { size } = options;
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new RangeError(
      `Cannot resize "${name}" to ${size} x ${size}: size must be a whole number of at least 1`,
    );
  }
  const { pixels, ...whole } = await reducedImage(bytes, options, name) ??
    await wholeImage(bytes, name);
  try {
    return resizedToSquare(pixels, whole, options);
  } finally {
    release(pixels);
  }
}

/**
 * A JPEG decoded at a part of its size, if it may be.
 *
 * @throws {PipelineError} As in {@linkcode decodeImage}.
 */
async function reducedImage(
  bytes: Uint8Array,
  { reducingGap, ...options }: DecodeOptions,
  name: string,
): Promise<WholeImage | undefined> {
  if (reducingGap === undefined) return undefined;
  const frame = jpegFrame(bytes);
  if (!frame || frame.width * frame.height > PIXEL_LIMIT) return undefined;
  const divisor = reducingOf(frame, options, reducingGap);
  if (divisor === 1) return undefined;
  // Of sides that are no multiples, libvips leaves out the last pixels.
  const full = withFullSides(bytes, frame, divisor);
  return await withScratchFile(full, async (path) => {
    try {
      // It takes this with the name of a file; sharp does not pass it on.
      return await pixelsOf(`${path}[shrink=${divisor}]`);
    } catch (cause) {
      // Where all of it is no image either, that says what is wrong.
      release((await wholeImage(bytes, name)).pixels);
      throw notReduced(name, divisor, cause);
    }
  });
}

/**
 * Gives memory back at once. Whole photographs that wait to be collected take
 * hundreds of megabytes, and each that follows is made of pages never touched,
 * which takes a tenth of the time.
 */
function release({ buffer, byteLength }: Uint8Array): void {
  // What is part of a larger buffer is not ours alone.
  const own = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
  if (own) buffer.transfer(0);
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

/** All RGB bytes of an image, and its size. */
export interface WholeImage {
  /** [height, width, 3] */
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * An image as it is seen, in RGB bytes; what is wrong with one is told by its
 * header.
 *
 * @param name What messages call the image.
 * @throws {PipelineError} As in {@linkcode decodeImage}.
 */
export async function wholeImage(
  bytes: Uint8Array,
  name: string,
): Promise<WholeImage> {
  // A photograph is read at once: its header first would take a tenth of the time.
  if (isJpeg(bytes)) {
    const image = await pixelsOf(bytes).catch(() => undefined);
    if (image) return image;
  }
  await imageInfo(bytes, name);
  try {
    return await pixelsOf(bytes);
  } catch (cause) {
    throw damagedImage(name, cause);
  }
}

function isJpeg([first, second, third]: Uint8Array): boolean {
  return first === 0xff && second === 0xd8 && third === 0xff;
}

/** @param from the bytes of a file, or its path */
async function pixelsOf(from: Uint8Array | string): Promise<WholeImage> {
  const { default: sharp } = await import("sharp");
  const { data, info: { width, height } } = await sharp(from, {
    limitInputPixels: PIXEL_LIMIT,
  })
    .autoOrient()
    .flatten({ background: "white" })
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { buffer, byteOffset, byteLength } = data;
  return {
    pixels: new Uint8Array(buffer, byteOffset, byteLength),
    width,
    height,
  };
}
