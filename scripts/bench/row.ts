/** How many times as fast something is as something else. */
export interface Ratio {
  readonly times: number;
  /** The other side, measured in turns with this one. */
  readonly of: string;
}

/** One measured thing. */
export interface Row {
  readonly suite: string;
  /** What was done: `ResNet-18, 64 px, batch 16, SGD`. */
  readonly what: string;
  /** Who did it. */
  readonly side: string;
  readonly unit: "ms" | "s" | "GFLOP/s" | "GB/s" | "images/s" | "MB" | "%";
  /** Nothing where it could not be measured; the note says why. */
  readonly median: number | null;
  /** All that the median is of, in the unit. */
  readonly runs: readonly number[];
  readonly ratio?: Ratio;
  /** Where it is compared with more than one. */
  readonly furtherRatios?: readonly Ratio[];
  readonly note?: string;
}

/** The middle of some numbers; between the two in the middle of an even count. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const above = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const below = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return (above + below) / 2;
}
