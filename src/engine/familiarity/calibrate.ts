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

/** Where a distance lies among those of validation items. */
export interface Judged {
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
 * As many validation items as may be called unlike: a share of them, rounded
 * down to whole ones. Where that is none, they are too few to say.
 */
export function alarms(count: number, share: number): number {
  // In binary, 0.05 of 20 may be a little less than 1.
  return Math.floor(share * count + 1e-9);
}

/**
 * The threshold that a share of validation items is beyond, together with those
 * that are told by something else.
 *
 * @param told whether an item is unlike the others already; none unless told
 */
export function calibrate(
  distances: readonly number[],
  share: number,
  told: readonly boolean[] = [],
): Calibrated {
  const upwards = (one: number, other: number) => one - other;
  const most = alarms(distances.length, share);
  const left = distances.filter((_, at) => !told[at]).sort(upwards);
  const beyond = Math.max(0, most - (distances.length - left.length));
  return {
    distances: [...distances].sort(upwards),
    threshold: most === 0 ? null : left.at(-1 - beyond) ?? null,
  };
}

/** Holds a distance against those of validation items. */
export function judge(
  { distances, threshold }: Calibrated,
  distance: number,
): Judged {
  const nearer = distances.filter((each) => each < distance - EQUAL).length;
  return {
    flag: threshold === null ? null : distance > threshold + EQUAL,
    distance,
    threshold,
    percentile: distances.length === 0 ? null : 100 * nearer / distances.length,
  };
}
