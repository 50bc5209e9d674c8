/** What distances are held against. */
export interface Calibrated {
  /** Distances of validation items, from the least on. */
  readonly distances: readonly number[];
  /**
   * What is farther is unlike anything seen; null where validation items are
   * too few to say.
   */
  readonly threshold: number | null;
}

/** How unlike something is to what was seen in training. */
export interface Unlike {
  /** Null where validation items are too few to say. */
  readonly flag: boolean | null;
  /** To training items; 0 to 2. */
  readonly distance: number;
  readonly threshold: number | null;
  /** The share of validation items that are nearer, in percent. */
  readonly percentile: number | null;
}

/** Distances that differ by less are equal: rounding makes as much. */
const EQUAL = 1e-4;

/**
 * The threshold that a share of validation items is beyond, rounded down to
 * whole items. Where that is none of them, they are too few to set one.
 */
export function calibrate(
  distances: readonly number[],
  share: number,
): Calibrated {
  const sorted = [...distances].sort((one, other) => one - other);
  const beyond = Math.floor(share * sorted.length);
  const threshold = beyond === 0 ? undefined : sorted.at(-1 - beyond);
  return { distances: sorted, threshold: threshold ?? null };
}

/** Holds a distance against those of validation items. */
export function judge(
  { distances, threshold }: Calibrated,
  distance: number,
): Unlike {
  const nearer = distances.filter((each) => each < distance - EQUAL).length;
  return {
    flag: threshold === null ? null : distance > threshold + EQUAL,
    distance,
    threshold,
    percentile: distances.length === 0 ? null : 100 * nearer / distances.length,
  };
}
