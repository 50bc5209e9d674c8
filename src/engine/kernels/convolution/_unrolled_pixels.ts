/**
 * WGSL of the pixels around a tile. Both shaders that are written out call them
 * alike: `x<image>_<row>_<column>`, four channels each.
 *
 * @module
 */
import { lines, range } from "../_text.ts";
import { SIDE } from "./_three_by_three.ts";
import type { UnrolledTile } from "./_unrolled_tile.ts";

/** A position of the result, by its place in the tile. */
export interface Place {
  readonly image: number;
  readonly row: number;
  readonly column: number;
}

/** All positions of a tile. */
export function placesOf(
  { images, rows, columns }: UnrolledTile,
): readonly Place[] {
  return range(images).flatMap((image) =>
    range(rows).flatMap((row) =>
      range(columns).map((column) => ({ image, row, column }))
    )
  );
}

/** Rows and columns of the input that the tile's taps meet. */
function inputOf({ rows, columns, whole }: UnrolledTile) {
  const border = whole ? 0 : SIDE - 1;
  return { height: rows + border, width: columns + border };
}

/** The pixel that a tap meets; none where it is known to be outside. */
export function pixelAt(
  tile: UnrolledTile,
  { image, row, column }: Place,
  tapRow: number,
  tapColumn: number,
): string | undefined {
  const { height, width } = inputOf(tile);
  const shift = tile.whole ? 1 : 0;
  const [y, x] = [row + tapRow - shift, column + tapColumn - shift];
  const inside = y >= 0 && y < height && x >= 0 && x < width;
  return inside ? `x${image}_${y}_${x}` : undefined;
}

/** Whether a position is in the result, in WGSL. */
export function isInside({ image, row, column }: Place): string {
  return `(image + ${image} < batch) & (firstRow + ${row} < outHeight) & (firstColumn + ${column} < outWidth)`;
}

/** Where a position is in the result, in WGSL. */
export function offsetOf({ image, row, column }: Place): string {
  return `(((image + ${image}) * outHeight + firstRow + ${row}) * outWidth + firstColumn + ${column}) * outDepth`;
}

/** Finds the tile's pixels, from `image`, `firstRow` and `firstColumn`. */
export function findPixels(tile: UnrolledTile): string {
  const { height, width } = inputOf(tile);
  const images = lines(
    tile.images,
    (i) =>
      `let image${i} = min(image + ${i}, batch - 1) * inHeight * inWidth * inDepth;`,
  );
  if (tile.whole) return images;
  return `${images}
    ${
    lines(height, (y) => `
    let y${y} = firstRow - uniforms.top + ${y};
    let rowInside${y} = u32(y${y}) < u32(inHeight);
    let row${y} = select(0, y${y}, rowInside${y}) * inWidth * inDepth;`)
  }
    ${
    lines(width, (x) => `
    let x${x} = firstColumn - uniforms.left + ${x};
    let columnInside${x} = u32(x${x}) < u32(inWidth);
    let column${x} = select(0, x${x}, columnInside${x}) * inDepth;`)
  }`;
}

/** Reads the channels `depth` of the pixels that were found. */
export function readPixels(tile: UnrolledTile): string {
  const { height, width } = inputOf(tile);
  const read = (i: number, y: number, x: number) =>
    tile.whole
      ? `x[image${i} + ${y * width + x} * inDepth + depth]`
      : `select(vec4<f32>(), x[image${i} + row${y} + column${x} + depth], rowInside${y} & columnInside${x})`;
  return lines(
    tile.images,
    (i) =>
      lines(
        height,
        (y) => lines(width, (x) => `let x${i}_${y}_${x} = ${read(i, y, x)};`),
      ),
  );
}
