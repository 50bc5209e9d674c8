/**
 * Numbers around zero as a picture for people: grey is zero, and what is
 * farthest from it is white or black. Of many channels the first three count,
 * of one each is grey.
 *
 * @param values `[height, width, channels]`
 * @returns RGB bytes, `[height, width, 3]`
 */
export function slopePixels(
  values: ArrayLike<number>,
  channels: number,
): Uint8Array {
  let most = 0;
  for (let at = 0; at < values.length; at++) {
    const size = Math.abs(values[at] ?? 0);
    if (Number.isFinite(size)) most = Math.max(most, size);
  }
  const count = values.length / channels;
  const pixels = new Uint8Array(count * 3);
  for (let at = 0; at < pixels.length; at++) {
    const channel = channels < 3 ? 0 : at % 3;
    const value = values[Math.floor(at / 3) * channels + channel] ?? 0;
    const share = most > 0 && Number.isFinite(value) ? value / most : 0;
    pixels[at] = Math.round(127.5 * (1 + share));
  }
  return pixels;
}
