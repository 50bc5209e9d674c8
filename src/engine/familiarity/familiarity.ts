/**
 * What a model remembers of the items that it was trained with.
 *
 * @module
 */
import { calibrate, type Calibrated, judge, type Unlike } from "./calibrate.ts";
import {
  distanceTo,
  type Neighbourhood,
  neighboursAmong,
  unitRows,
} from "./neighbours.ts";

/** What a model remembers of the items that it was trained with. */
export interface Familiarity extends Neighbourhood, Calibrated {
  readonly neighbours: number;
  /** The share of validation items that count as unlike. */
  readonly share: number;
}

/**
 * What features of training and validation items make familiar.
 *
 * @param known of training items, `[items, columns]`
 * @param held of validation items, which training has not seen
 */
export function familiarityOf(
  known: Float32Array,
  held: Float32Array,
  { columns, share }: { readonly columns: number; readonly share: number },
): Familiarity {
  const rows = unitRows(known, columns);
  const neighbours = neighboursAmong(rows.length / columns);
  const asked = unitRows(held, columns);
  const distances = Array.from(
    { length: asked.length / columns },
    (_, at) =>
      distanceTo(
        { rows, columns },
        asked.subarray(at * columns, (at + 1) * columns),
        neighbours,
      ),
  );
  const calibrated = calibrate(distances, share);
  return { rows, columns, neighbours, share, ...calibrated };
}

/** How unlike something is, by its features. */
export function unlikeness(
  familiarity: Familiarity,
  features: Float32Array,
): Unlike {
  const row = unitRows(features, familiarity.columns);
  const distance = distanceTo(familiarity, row, familiarity.neighbours);
  return judge(familiarity, distance);
}
