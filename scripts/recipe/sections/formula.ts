import type { Tensors } from "../../../src/flow/stage/tensors.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";

/** Where a wave starts, how fast, and how far it goes. */
export interface WaveOptions {
  readonly start?: number;
  readonly step?: number;
  readonly size?: number;
}

/** The numbers of `formula.py`: sines that come faster and faster. */
export function wave(
  count: number,
  { start = 0, step = 0.7, size = 1 }: WaveOptions = {},
): Float32Array<ArrayBuffer> {
  return Float32Array.from(
    { length: count },
    (_, at) => size * Math.sin(start + step * at + 0.013 * at * at),
  );
}

/** Computes on the processor, in plain JavaScript: exact, and on any machine. */
export async function onProcessor<Result>(
  compute: (tf: Tensors) => Result | Promise<Result>,
): Promise<Result> {
  const device = await openDevice({ backend: "cpu" });
  try {
    return await compute(device.tf);
  } finally {
    device.close();
  }
}

/** How many values a shape holds. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, side) => size * side, 1);
}
