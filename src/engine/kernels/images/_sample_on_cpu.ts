import { NUMBERS } from "./_sample_shader.ts";
import type { SampleSettings } from "./sample_settings.ts";

/** Which pixels a place between two lies on, and how much of the second. */
interface Between {
  readonly low: number;
  readonly high: number;
  readonly mix: number;
}

/** Mirrors a place about the centres of the first and last pixel. */
export function reflected(at: number, size: number): Between {
  const span = size - 1;
  if (span <= 0) return { low: 0, high: 0, mix: 0 };
  const far = Math.abs(at);
  const turns = Math.floor(far / span);
  const rest = far - turns * span;
  const inside = turns % 2 === 1 ? span - rest : rest;
  const low = Math.min(Math.floor(inside), span);
  return { low, high: Math.min(low + 1, span), mix: inside - low };
}

/** The first and the last but one of `size` pixels that one of `small` covers. */
export function covered(
  at: number,
  size: number,
  small: number,
): readonly [number, number] {
  return [Math.floor(at * size / small), Math.ceil((at + 1) * size / small)];
}

/** What the shader of `SampleImages` does, in plain loops. */
export function sampleOnCpu(
  images: Float32Array,
  [count = 0, height = 0, width = 0, channels = 0]: readonly number[],
  maps: Float32Array,
  { toHeight, toWidth, smallHeight, smallWidth }: SampleSettings,
): Float32Array {
  const result = new Float32Array(count * toHeight * toWidth * channels);
  let to = 0;
  for (let image = 0; image < count; image++) {
    const numbers = maps.subarray(image * NUMBERS, (image + 1) * NUMBERS);
    const [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0, g = 0, h = 0, i = 1] =
      numbers;
    const average = (numbers[NUMBERS - 1] ?? 0) > 0.5;
    const [rows, columns] = average
      ? [smallHeight, smallWidth]
      : [height, width];
    const pixel = (y: number, x: number, channel: number): number => {
      const [top, bottom] = covered(y, height, rows);
      const [left, right] = covered(x, width, columns);
      let sum = 0;
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) {
          const at = ((image * height + row) * width + column) * channels;
          sum += images[at + channel] ?? 0;
        }
      }
      return sum / ((bottom - top) * (right - left));
    };
    for (let y = 0; y < toHeight; y++) {
      for (let x = 0; x < toWidth; x++) {
        const depth = g * x + h * y + i;
        const w = Math.abs(depth) < 1e-6 ? 1e-6 : depth;
        const across = reflected((a * x + b * y + c) / w, columns);
        const down = reflected((d * x + e * y + f) / w, rows);
        for (let channel = 0; channel < channels; channel++) {
          const at = (row: number) =>
            (1 - across.mix) * pixel(row, across.low, channel) +
            across.mix * pixel(row, across.high, channel);
          result[to++] = (1 - down.mix) * at(down.low) +
            down.mix * at(down.high);
        }
      }
    }
  }
  return result;
}
