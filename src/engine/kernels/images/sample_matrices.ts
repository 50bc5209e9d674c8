import type { ImageSize } from "../../../flow/stage/transform.ts";
import { covered, reflected } from "./_sample_on_cpu.ts";
import { NUMBERS } from "./_sample_shader.ts";
import type { SampleSettings } from "./sample_settings.ts";

/** How much of each row and column goes into each of the result. */
export interface SampleMatrices {
  /** `[to height, height]` */
  readonly rows: Float32Array<ArrayBuffer>;
  /** `[to width, width]` */
  readonly columns: Float32Array<ArrayBuffer>;
}

/** One side: where each pixel of `count` is read among `small` of `length`. */
function side(
  place: (at: number) => number,
  count: number,
  small: number,
  length: number,
): Float32Array<ArrayBuffer> {
  const matrix = new Float32Array(count * length);
  for (let at = 0; at < count; at++) {
    const { low, high, mix } = reflected(place(at), small);
    for (const [pixel, share] of [[low, 1 - mix], [high, mix]] as const) {
      const [from, to] = covered(pixel, length, small);
      for (let each = from; each < to; each++) {
        matrix[at * length + each]! += share / (to - from);
      }
    }
  }
  return matrix;
}

/**
 * What `sampleImages` does as two matrices, where it only moves and scales, and
 * all images alike: images times them are the same images.
 *
 * @param maps as the kernel is given them, one after the other
 * @returns nothing where it turns, tilts or shears, or images differ
 */
export function sampleMatrices(
  maps: ArrayLike<number>,
  { height, width }: ImageSize,
  { toHeight, toWidth, smallHeight, smallWidth }: SampleSettings,
): SampleMatrices | undefined {
  const numbers = Array.from(maps);
  const map = numbers.slice(0, NUMBERS);
  const alike = numbers.every((each, at) => each === map[at % NUMBERS]);
  const [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0, g = 0, h = 0, i = 1] = map;
  if (!alike || b !== 0 || d !== 0 || g !== 0 || h !== 0) return undefined;
  const average = (map[NUMBERS - 1] ?? 0) > 0.5;
  const [fewRows, fewColumns] = average
    ? [smallHeight, smallWidth]
    : [height, width];
  return {
    rows: side((y) => (e * y + f) / i, toHeight, fewRows, height),
    columns: side((x) => (a * x + c) / i, toWidth, fewColumns, width),
  };
}
