import {
  pairedWeights,
  type ResampleKernels,
  resampleKernels,
  ROWS_ACROSS,
  SLACK,
} from "./_resample_kernels.ts";
import type { Sides } from "./_sides.ts";
import { type Taps, tapsOf } from "./_taps.ts";

const CHANNELS = 3;
/** A memory that one large image made larger is not kept for the next. */
const KEPT_BYTES = 1 << 26;
const PAGE_BYTES = 1 << 16;

let kept: ResampleKernels | undefined;

/**
 * An image resampled with a triangle filter, which is what fastai and Pillow
 * call bilinear: along the rows, then along the columns, rounded in between.
 * The bytes are those of Pillow's `resize`. sharp cannot place a result between
 * pixels of the image, as room around a square asks for.
 *
 * Source: Pillow, `Resample.c`.
 *
 * @param pixels RGB bytes, [rows.length, columns.length, 3].
 * @returns RGB bytes, [rows.count, columns.count, 3].
 */
export function resample(
  pixels: Uint8Array,
  { columns, rows }: Sides,
): Uint8Array<ArrayBuffer> {
  const across = tapsOf(columns);
  const down = tapsOf(rows);
  const [low, high] = neededRows(down, rows.length);
  const line = columns.length * CHANNELS;
  const stride = columns.count * CHANNELS;
  // Rows in between lie apart: what is written behind one leaves the next alone.
  const apart = Math.ceil((stride + 1) / SLACK) * SLACK;
  // Of an image of fewer rows, which may be long, each goes as if it were all.
  const together = high - low < ROWS_ACROSS ? 1 : ROWS_ACROSS;

  const sizes = {
    lines: together * line,
    places: columns.count * Uint32Array.BYTES_PER_ELEMENT,
    across: across.weights.byteLength,
    down: down.weights.byteLength,
    narrow: (high - low + ROWS_ACROSS - together) * apart,
    result: rows.count * stride,
  };
  const { at, end } = laidOut(sizes);
  const kernels = kernelsWith(end);
  const memory = new Uint8Array(kernels.memory.buffer);
  // Places of pixels in the first of the lines, where all rows are put.
  const places = across.firsts.map((first) => at.lines + first * CHANNELS);
  memory.set(bytesOf(places), at.places);
  memory.set(bytesOf(pairedWeights(across.weights)), at.across);
  memory.set(bytesOf(pairedWeights(down.weights)), at.down);

  for (let row = low; row < high; row += together) {
    // The last rows go with some before them, which come to the same.
    const y = Math.min(row, high - together);
    memory.set(pixels.subarray(y * line, (y + together) * line), at.lines);
    kernels.across(
      at.places,
      at.places + sizes.places,
      at.across,
      across.width * Int32Array.BYTES_PER_ELEMENT,
      together === 1 ? 0 : line,
      at.narrow + (y - low) * apart,
      apart,
    );
  }
  const widthBytes = down.width * Int32Array.BYTES_PER_ELEMENT;
  for (let y = 0; y < rows.count; y++) {
    const weights = at.down + y * widthBytes;
    const to = at.result + y * stride;
    kernels.down(
      at.narrow + ((down.firsts[y] ?? 0) - low) * apart,
      apart,
      weights,
      weights + widthBytes,
      to,
      to + stride,
    );
  }
  return memory.slice(at.result, at.result + sizes.result);
}

/** Which rows of the image are read at all: from and to. */
function neededRows(
  { firsts, width }: Taps,
  length: number,
): readonly [number, number] {
  let [low, high] = [Infinity, 0];
  for (const first of firsts) {
    low = Math.min(low, first);
    high = Math.max(high, first + width);
  }
  return [low, Math.min(high, length)];
}

/** Puts things of some bytes one after the other, with slack behind each. */
function laidOut<Name extends string>(
  sizes: Readonly<Record<Name, number>>,
): { readonly at: Readonly<Record<Name, number>>; readonly end: number } {
  const at: Record<Name, number> = { ...sizes };
  let end = 0;
  for (const name in sizes) {
    at[name] = end;
    end += Math.ceil(sizes[name] / SLACK + 1) * SLACK;
  }
  return { at, end };
}

/** Kernels with a memory of at least so many bytes. */
function kernelsWith(bytes: number): ResampleKernels {
  const kernels = kept ?? resampleKernels();
  const lacking = bytes - kernels.memory.buffer.byteLength;
  if (lacking > 0) kernels.memory.grow(Math.ceil(lacking / PAGE_BYTES));
  kept = kernels.memory.buffer.byteLength > KEPT_BYTES ? undefined : kernels;
  return kernels;
}

function bytesOf(
  { buffer, byteOffset, byteLength }: Uint32Array | Int16Array,
): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
