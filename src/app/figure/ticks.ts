/** Where an axis has its marks, and what stands there. */
export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** Three digits that count, as one would type them: `0.00209`, `1.2e-7`. */
export function rateText(rate: number): string {
  const short = Number(rate.toPrecision(3));
  return short < 1e-3 ? short.toExponential() : String(short);
}

/**
 * Round numbers within a range, about as many as wanted.
 *
 * @param count at least 1
 */
export function linearTicks(
  low: number,
  high: number,
  count: number,
): readonly Tick[] {
  if (!(low < high)) return [];
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power)
    .find((each) => each >= rough) ?? rough;
  const digits = Math.min(100, Math.max(0, -Math.floor(Math.log10(step))));
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return Array.from({ length: last - first + 1 }, (_, at) => {
    const value = (first + at) * step;
    const text = value >= 1e6 ? value.toExponential(1) : value.toFixed(digits);
    return { at: value, text };
  });
}

/** The powers of ten within a range: all, or so many that they find room. */
export function powerTicks(
  low: number,
  high: number,
  count: number,
): readonly Tick[] {
  // A rate that is meant as a power of ten is often a little beside it.
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const every = Math.max(1, Math.ceil((last - first + 1) / count));
  const ticks: Tick[] = [];
  for (let power = first; power <= last; power += every) {
    const plain = power > -4 && power < 4;
    ticks.push({
      at: 10 ** power,
      text: plain ? String(Number((10 ** power).toFixed(4))) : `1e${power}`,
    });
  }
  return ticks;
}
