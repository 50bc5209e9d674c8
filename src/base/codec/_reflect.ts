const CHANNELS = 3;

/**
 * An image in the middle of a square, the rest filled with its reflection:
 *
 *     c b | a b c d | c b        the edge itself is not repeated
 *
 * Where the padding is wider than the image, it is reflected again and again.
 *
 * @param pixels RGB bytes, [height, width, 3].
 * @returns RGB bytes, [size, size, 3].
 */
export function reflectToSquare(
  pixels: Uint8Array,
  width: number,
  height: number,
  size: number,
): Uint8Array<ArrayBuffer> {
  const square = new Uint8Array(size * size * CHANNELS);
  const columns = sourceOf(width, size);
  const rows = sourceOf(height, size);
  let to = 0;
  for (const row of rows) {
    for (const column of columns) {
      const from = (row * width + column) * CHANNELS;
      square[to++] = pixels[from]!;
      square[to++] = pixels[from + 1]!;
      square[to++] = pixels[from + 2]!;
    }
  }
  return square;
}

/** For each place of `size`, which of `side` stands there. */
function sourceOf(side: number, size: number): Uint32Array {
  const period = Math.max(2 * (side - 1), 1);
  const before = Math.floor((size - side) / 2);
  const first = period - (before % period);
  return Uint32Array.from({ length: size }, (_, at) => {
    const phase = (first + at) % period;
    return Math.min(phase, period - phase);
  });
}
