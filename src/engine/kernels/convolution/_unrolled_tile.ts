import type { ConvolutionShape } from "./convolution_shape.ts";
import { isThreeByThree } from "./_three_by_three.ts";

/** Positions of the result that one invocation does in one go. */
export interface UnrolledTile {
  readonly images: number;
  readonly rows: number;
  readonly columns: number;
  /**
   * Whether it is all of an image whose border is padded by one pixel: what the
   * filter meets outside is known, and left out.
   */
  readonly whole: boolean;
}

/** Images of no more positions than this are done whole. */
const WHOLE = 16;
/**
 * Images of no more than this are not written out: weights are most of what is
 * read, and loops that go through many images read them less often.
 */
const TINY = 4;
/** A tile whose positions are unused by more than a third is no faster. */
const LEAST_USE = 2 / 3;

/**
 * The tile for a convolution with a filter of 3 x 3 that moves by one pixel;
 * none for others, for tiny images, and where too much of it would be outside.
 *
 * @param open the tile of images that are not done whole
 * @param positions of images that are, as many as a tile may have: half of it
 * where the batch has no more
 */
export function chooseUnrolledTile(
  shape: ConvolutionShape,
  open: { readonly rows: number; readonly columns: number },
  positions: number,
): UnrolledTile | undefined {
  const { batch, inHeight, inWidth, outHeight, outWidth, top, left } = shape;
  if (!isThreeByThree(shape)) return undefined;
  const ofImage = outHeight * outWidth;
  if (ofImage <= TINY) return undefined;
  if (
    ofImage <= WHOLE && top === 1 && left === 1 &&
    inHeight === outHeight && inWidth === outWidth
  ) {
    const images = [positions, positions / 2]
      .map((each) => Math.floor(each / ofImage))
      .find((count) => count > 0 && count <= batch);
    return {
      images: images ?? 1,
      rows: outHeight,
      columns: outWidth,
      whole: true,
    };
  }
  const { rowTiles, columnTiles } = countTiles(shape, open);
  const covered = rowTiles * open.rows * columnTiles * open.columns;
  if (ofImage / covered < LEAST_USE) return undefined;
  return { images: 1, ...open, whole: false };
}

/** How many tiles cover an image. */
export function countTiles(
  { outHeight, outWidth }: ConvolutionShape,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): { readonly rowTiles: number; readonly columnTiles: number } {
  return {
    rowTiles: Math.ceil(outHeight / rows),
    columnTiles: Math.ceil(outWidth / columns),
  };
}

/** A tile as a part of a shader's key. */
export function keyOf({ images, rows, columns, whole }: UnrolledTile): string {
  return `${images} ${rows} ${columns} ${whole}`;
}
