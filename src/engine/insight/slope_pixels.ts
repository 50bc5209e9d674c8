/** So many of all numbers may be beyond white and black: the rest is seen. */
const BEYOND = 0.01;

/**
 * Numbers around zero as a picture for people: grey is zero, and what is far
 * from it is white or black. Of many channels the first three count, of one
 * each is grey.
 *
 * @param values `[height, width, channels]`
 * @returns RGB bytes, `[height, width, 3]`
 */
export function slopePixels(
  values: ArrayLike<number>,
  channels: number,
): Uint8Array {
  const sizes = Float64Array.from(
    values,
    (value) => Number.isFinite(value) ? Math.abs(value) : 0,
  ).sort();
  const far = sizes[sizes.length - 1 - Math.floor(BEYOND * sizes.length)] ?? 0;
  // Where nearly all is zero, what is not is as far as can be.
  const most = far || sizes.at(-1) || 1;
  const count = values.length / channels;
  const pixels = new Uint8Array(count * 3);
  for (let at = 0; at < pixels.length; at++) {
    const channel = channels < 3 ? 0 : at % 3;
    const value = values[Math.floor(at / 3) * channels + channel] ?? 0;
    const share = Number.isFinite(value)
      ? Math.max(-1, Math.min(1, value / most))
      : 0;
    pixels[at] = Math.round(127.5 * (1 + share));
  }
  return pixels;
}
