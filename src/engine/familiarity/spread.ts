/** The mean of each column, and how far values are from it. */
export interface Spread {
  readonly mean: readonly number[];
  /** Of the population; 1 where all values of a column are equal. */
  readonly deviation: readonly number[];
}

/** What deviates less is equal, but for rounding. */
const EQUAL = 1e-6;

/** How the columns of rows are spread. */
export function spreadOf(rows: Float32Array, columns: number): Spread {
  const count = rows.length / columns;
  const sums = (term: (value: number, column: number) => number) => {
    const sum = new Array<number>(columns).fill(0);
    rows.forEach((value, at) =>
      sum[at % columns]! += term(value, at % columns) / count
    );
    return sum;
  };
  const mean = sums((value) => value);
  const deviation = sums((value, column) => (value - mean[column]!) ** 2)
    .map(Math.sqrt)
    .map((each) => each > EQUAL ? each : 1);
  return { mean, deviation };
}

/** Rows with each column less its mean, over its deviation. */
export function standardized(
  rows: Float32Array,
  { mean, deviation }: Spread,
): Float32Array {
  return rows.map((value, at) => {
    const column = at % mean.length;
    return (value - mean[column]!) / deviation[column]!;
  });
}
