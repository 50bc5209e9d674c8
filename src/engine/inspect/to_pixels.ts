import type { Normalization } from "../../flow/stage/architecture.ts";

/** Values a little out of 0 to 1 are rounding, not another scale. */
const SLACK = 0.02;

/** What is known of how values became what they are. */
export interface Making {
  readonly normalization?: Normalization | undefined;
  /** Whether there may be noise in them, on their own scale of 0 to 1. */
  readonly noisy?: boolean;
}

/**
 * A picture for people out of what a network reads: its normalisation undone;
 * what is still far from 0 to 1 is stretched from its least to its most, or
 * cut where it is noise. Of many channels the first three count, of one each
 * is grey.
 *
 * @param values `[height, width, channels]`
 * @returns RGB bytes, `[height, width, 3]`
 */
export function toPixels(
  values: ArrayLike<number>,
  [height = 0, width = 0, channels = 3]: readonly number[],
  { normalization, noisy = false }: Making = {},
): Uint8Array {
  const { mean = [], deviation = [] } = normalization ?? {};
  const plain = Float32Array.from(values, (value, at) => {
    const channel = at % channels;
    return value * (deviation[channel] ?? 1) + (mean[channel] ?? 0);
  });
  let [least, most] = [Infinity, -Infinity];
  for (const value of plain) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const fits = noisy || least >= -SLACK && most <= 1 + SLACK;
  // Mixed and lit pictures leave 0 to 1 nowhere; others have a scale of their own.
  const [from, range] = fits ? [0, 1] : [least, most - least || 1];
  const pixels = new Uint8Array(height * width * 3);
  for (let at = 0; at < pixels.length; at++) {
    const channel = channels < 3 ? 0 : at % 3;
    const value = plain[Math.floor(at / 3) * channels + channel] ?? 0;
    const share = Math.min(1, Math.max(0, (value - from) / range));
    pixels[at] = Number.isNaN(share) ? 255 : Math.round(255 * share);
  }
  return pixels;
}
