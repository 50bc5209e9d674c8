/**
 * Rows of the recipe: what fastai has, what Leat has, and whether they agree.
 *
 * @module
 */

/** One side of a row. */
export type Value =
  | number
  | string
  | boolean
  | readonly (number | string | boolean)[];

/** A value that need not agree to the last digits; `within` is relative. */
export interface Tolerant {
  readonly value: Value;
  readonly within: number;
}

/** The rows of a section, by name. */
export type Rows = Readonly<Record<string, Value | Tolerant>>;

/** A row of the table. */
export interface Row {
  readonly section: string;
  readonly row: string;
  /** Absent where the reference has no such row. */
  readonly fastai?: Value | undefined;
  /** Absent where Leat has no such row. */
  readonly leat?: Value | undefined;
  /** The largest relative difference; infinite where words or lengths differ. */
  readonly difference: number;
  readonly ok: boolean;
}

/** fastai computes in 24 bits and goes through some of them twice. */
const WITHIN = 1e-5;

/** Numbers of a list are not asked for digits below this share of its largest. */
const CANCELLED = 0.01;

/** A value that chance or a long sum moves a little. */
export function within(tolerance: number, value: Value): Tolerant {
  return { value, within: tolerance };
}

function isTolerant(given: Value | Tolerant): given is Tolerant {
  return typeof given === "object" && "within" in given;
}

function listOf(value: Value): readonly (number | string | boolean)[] {
  return typeof value === "object" ? value : [value];
}

/**
 * How far two values are apart, relative to the numbers themselves; in a list,
 * relative to at least a hundredth of its largest, since what is left of a sum
 * that cancels has no digits of its own.
 */
export function differenceOf(a: Value, b: Value): number {
  const [left, right] = [listOf(a), listOf(b)];
  if (Array.isArray(a) !== Array.isArray(b) || left.length !== right.length) {
    return Infinity;
  }
  const sizes = [...left, ...right].map((each) => Math.abs(Number(each)));
  const least = Math.max(...sizes.filter(Number.isFinite), 0) * CANCELLED;
  return left.reduce<number>((most, each, at) => {
    const other = right[at];
    if (each === other) return most;
    if (typeof each !== "number" || typeof other !== "number") return Infinity;
    const size = Math.max(Math.abs(each), Math.abs(other), least);
    const apart = Math.abs(each - other) / size;
    return Number.isNaN(apart) ? Infinity : Math.max(most, apart);
  }, 0);
}

/** Joins both sides of a section; a row that one side lacks is not ok. */
export function compare(
  section: string,
  fastai: Readonly<Record<string, Value>>,
  leat: Rows,
): readonly Row[] {
  const names = new Set([...Object.keys(fastai), ...Object.keys(leat)]);
  return Array.from(names, (row) => {
    const theirs = fastai[row];
    const given = leat[row];
    if (theirs === undefined || given === undefined) {
      const ours = given && isTolerant(given) ? given.value : given;
      const difference = Infinity;
      return {
        section,
        row,
        fastai: theirs,
        leat: ours,
        difference,
        ok: false,
      };
    }
    const tolerant = isTolerant(given) ? given : within(WITHIN, given);
    const difference = differenceOf(theirs, tolerant.value);
    return {
      section,
      row,
      fastai: theirs,
      leat: tolerant.value,
      difference,
      ok: difference <= tolerant.within,
    };
  });
}
