/**
 * Parts of an image that are shown as a whole, as fastai's
 * `RandomResizedCrop` and `RandomResizedCropGPU` choose them.
 *
 * @module
 */
import type { Random } from "../../base/random/random.ts";
import type {
  Affine,
  ImageSize,
  Rectangle,
} from "../../flow/stage/transform.ts";

const ATTEMPTS = 10;

/** What crops are drawn from. */
export interface CropRange {
  /** The least and the largest share of the image's area. */
  readonly minScale: number;
  readonly maxScale: number;
  /** The least and the largest width over height. */
  readonly ratio: readonly [least: number, largest: number];
}

/** The largest part in the middle whose width over height is in the range. */
export function middleCrop(
  { height, width }: ImageSize,
  [least, largest]: CropRange["ratio"],
): Rectangle {
  const shape = width / height;
  const rows = shape < least ? Math.floor(width / least) : height;
  const columns = shape > largest ? Math.floor(height * largest) : width;
  return {
    height: rows,
    width: columns,
    top: Math.floor((height - rows) / 2),
    left: Math.floor((width - columns) / 2),
  };
}

/**
 * A part whose area and logarithm of width over height are equally likely to
 * be any of the range, anywhere in the image; the middle where ten of them do
 * not fit.
 */
export function drawCrop(
  random: Random,
  from: ImageSize,
  { minScale, maxScale, ratio }: CropRange,
): Rectangle {
  const [least, largest] = ratio;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const area = random.uniform(minScale, maxScale) * from.width * from.height;
    const shape = Math.exp(random.uniform(Math.log(least), Math.log(largest)));
    const width = Math.round(Math.sqrt(area * shape));
    const height = Math.round(Math.sqrt(area / shape));
    if (width < 1 || height < 1) continue;
    if (width > from.width || height > from.height) continue;
    const top = random.integer(0, from.height - height + 1);
    const left = random.integer(0, from.width - width + 1);
    return { height, width, top, left };
  }
  return middleCrop(from, ratio);
}

/** The map that shows a part, corner pixel on corner pixel. */
export function viewOf(crop: Rectangle, from: ImageSize): Affine {
  const [across, x] = axis(crop.left, crop.width, from.width);
  const [down, y] = axis(crop.top, crop.height, from.height);
  return [across, 0, x, 0, down, y];
}

function axis(
  start: number,
  length: number,
  whole: number,
): readonly [scale: number, shift: number] {
  const last = whole - 1;
  if (last === 0) return [0, 0];
  return [(length - 1) / last, (2 * start + length - 1) / last - 1];
}
