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
