import { reduced, reducingOf } from "./_reducing.ts";
import { resample } from "./_resample.ts";
import { sidesOf, type SquareMethod } from "./_sides.ts";

/** An image with a square in it, which can be moved within the image. */
export interface PlacedImage {
  /** RGB bytes, [height, width, 3]. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  /** Where the square stands in the middle, in pixels. */
  readonly left: number;
  readonly top: number;
}

/**
 * A whole image resized to a square, with room to move it or without. It also
 * runs in browsers, in pages that Leat exports.
 *
 * @param pixels RGB bytes, [height, width, 3]
 */
export function resizedToSquare(
  pixels: Uint8Array,
  whole: { readonly width: number; readonly height: number },
  options: {
    readonly size: number;
    readonly method: SquareMethod;
    readonly room: boolean;
  },
): PlacedImage {
  const sides = sidesOf(whole, options);
  const { columns, rows } = sides;
  return {
    pixels: resample(pixels, sides),
    width: columns.count,
    height: rows.count,
    left: columns.square[0],
    top: rows.square[0],
  };
}

/**
 * The same of all pixels of a JPEG, where only a part of its size was to be
 * decoded and a browser decodes all of it. What libjpeg makes then are averages,
 * up to roundings and to colours that are stored at a half of the size: of
 * photographs, the mean difference is a quarter of a level.
 */
export function reducedToSquare(
  pixels: Uint8Array,
  whole: { readonly width: number; readonly height: number },
  options: Parameters<typeof resizedToSquare>[2] & {
    readonly reducingGap: number;
  },
): PlacedImage {
  const divisor = reducingOf(whole, options, options.reducingGap);
  const smaller = reduced(pixels, whole, divisor);
  return resizedToSquare(smaller.pixels, smaller, options);
}
