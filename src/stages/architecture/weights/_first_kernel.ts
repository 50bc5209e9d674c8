import type { VariableSpec } from "../../../flow/stage/architecture.ts";
import { torchShape } from "../../../flow/stage/layout.ts";

/** The channels that weights for photographs read. */
const COLOURS = 3;

/**
 * Whether a kernel of another number of channels may be made of this one: it
 * reads colours, and is alike but for that.
 */
export function readsColours(
  first: VariableSpec | undefined,
  spec: VariableSpec,
  shape: readonly number[],
): boolean {
  if (spec !== first) return false;
  const wanted = torchShape(spec);
  return shape[1] === COLOURS && `${shape.with(1, wanted[1] ?? 0)}` ===
      `${wanted}`;
}

/**
 * The first kernel of a network for other images than coloured ones, out of
 * one that reads red, green and blue: both `[out, channels, height, width]`.
 *
 *     1 channel    the sum of the three: grey gives what it gave as a colour
 *     2 channels   red and green, times 3 / 2
 *     more         the three, and zeros: what is new is learned
 *
 * Source: fastai 2.7, `vision/learner.py`, `_load_pretrained_weights`.
 */
export function kernelForChannels(
  colours: Float32Array,
  [outputs = 0, , height = 0, width = 0]: readonly number[],
  channels: number,
): Float32Array {
  const area = height * width;
  const result = new Float32Array(outputs * channels * area);
  const scale = channels === 2 ? COLOURS / 2 : 1;
  for (let output = 0; output < outputs; output++) {
    for (let colour = 0; colour < COLOURS; colour++) {
      const channel = channels === 1 ? 0 : colour;
      if (channel >= channels) continue;
      const from = (output * COLOURS + colour) * area;
      const to = (output * channels + channel) * area;
      for (let at = 0; at < area; at++) {
        const value = scale * (colours[from + at] ?? 0);
        result[to + at] = (result[to + at] ?? 0) + value;
      }
    }
  }
  return result;
}
