import type { Random } from "../../base/random/random.ts";
import { stream } from "../../base/random/stream.ts";
import type { Field, Roomy } from "../../flow/stage/input.ts";

/** The sides of an image with room, and where its middle window begins. */
export type Room = readonly [
  height: number,
  width: number,
  top: number,
  left: number,
];

const BYTES = { uint8: 1, float32: 4, int32: 4 } as const;

/** Bytes of one item's row in a field. */
export function rowBytes({ dtype, shape }: Field): number {
  return shape.reduce((size, side) => size * side, BYTES[dtype]);
}

/** Bytes of one item's row in a field of bytes, with room around. */
export function roomBytes(
  { shape }: Field,
  [height, width]: Room,
): number {
  return height * width * (shape.at(-1) ?? 1);
}

/** Draws where windows lie; always the same for the same item. */
export type Placement = (id: string) => Random;

/** The windows of one epoch. */
export function placementOf(seed: number, epoch: number): Placement {
  return (id) => stream(seed, "placement", epoch, id);
}

/** What is kept of an image with room beside its bytes. */
export function roomOf({ height, width, top, left }: Roomy): Room {
  return [height, width, top, left];
}

/**
 * Copies a window out of an image with room: a drawn one, or the middle.
 *
 * @param to the window's bytes, `[rows, columns, channels]` of the field
 */
export function copyWindow(
  bytes: Uint8Array,
  [height, width, top, left]: Room,
  { shape: [rows = 1, columns = 1, channels = 1] }: Field,
  to: Uint8Array,
  random?: Random,
): void {
  const y = random ? random.integer(0, height - rows + 1) : top;
  const x = random ? random.integer(0, width - columns + 1) : left;
  const length = columns * channels;
  for (let row = 0; row < rows; row++) {
    const from = ((y + row) * width + x) * channels;
    to.set(bytes.subarray(from, from + length), row * length);
  }
}
