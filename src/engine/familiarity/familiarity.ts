/**
 * What a model remembers of the items that it was trained with.
 *
 * Features tell of a picture whether it looks like those of the training, and
 * of a row whether its cells go together as they did there. They cannot tell
 * everything, on principle:
 *
 * - A word that no row had is to the network the same as a missing one. In
 *   UCI Adult, rows with a made-up occupation are no farther than others (AUROC
 *   0.52). They are told by their cells, which are held against what training
 *   rows have.
 * - Of a user or a film that nobody rated there is nothing that would be odd:
 *   that it is new is all there is, and its cell tells it.
 * - Of a text as counts of words, a line of Latin or of code has hardly any:
 *   it lies with short reviews, nearer than long ones do (AUROC 0.08 and 0.03
 *   on rt-polarity). An input that knows which words it met can tell, by
 *   `unmet`, how many of a line it did not.
 *
 * @module
 */
import type { Json } from "../../flow/kinds/json.ts";
import type { UnmetCell } from "../../flow/stage/input.ts";
import { alarms, calibrate, type Calibrated, judge } from "./calibrate.ts";
import { type Cells, cellThresholds, isBeyond, toldOf } from "./cells.ts";
import {
  distanceTo,
  type Neighbourhood,
  neighboursAmong,
  unitRows,
} from "./neighbours.ts";
import { type Spread, spreadOf, standardized } from "./spread.ts";

/** What a network makes of the items of its training, before its head. */
export interface BodyMemory extends Neighbourhood, Calibrated {
  readonly neighbours: number;
  /** Of features that are columns of a row: they are compared without units. */
  readonly spread?: Spread;
}

/** What a model remembers of the items that it was trained with. */
export interface Familiarity {
  /** The share of validation items that count as unlike. */
  readonly share: number;
  /** How many validation items set the thresholds. */
  readonly calibrated: number;
  /** Absent where a network does not show what its layers make. */
  readonly body?: BodyMemory;
  /** Absent where items have no cells, or nobody can tell which are new. */
  readonly cells?: Cells;
}

/** A cell that is beyond what training rows have, as it is told. */
export type ToldCell = Omit<UnmetCell, "beyond">;

/** How unlike something is to what was seen in training. */
export interface Unlike {
  /** Null where validation items are too few to say. */
  readonly flag: boolean | null;
  /** To training items; 0 to 2. Null where the network does not show it. */
  readonly distance: number | null;
  readonly threshold: number | null;
  /** The share of validation items that are nearer, in percent. */
  readonly percentile: number | null;
  /** Of a row: its cells that no training row has the like of; often none. */
  readonly unmet?: readonly ToldCell[];
}

/** What is known of training and of validation items. */
export interface Known {
  /** Of training items, `[items, columns]`, and of validation items. */
  readonly features?: {
    readonly columns: number;
    /** Whether each column counts by its own spread. */
    readonly apart?: boolean;
    readonly train: Float32Array;
    readonly valid: Float32Array;
  };
  /** What training rows have, and what validation rows have beyond it. */
  readonly cells?: {
    readonly met: Json;
    readonly valid: readonly (readonly UnmetCell[])[];
  };
}

/** Features as they are compared: which an item has, and not how much. */
function comparable(
  features: Float32Array,
  { columns, spread }: Pick<BodyMemory, "columns" | "spread">,
): Float32Array {
  return unitRows(spread ? standardized(features, spread) : features, columns);
}

/** Distances of rows from those that are known. */
function distancesOf(
  known: Neighbourhood,
  neighbours: number,
  asked: Float32Array,
): number[] {
  const { columns } = known;
  return Array.from(
    { length: asked.length / columns },
    (_, at) =>
      distanceTo(
        known,
        asked.subarray(at * columns, (at + 1) * columns),
        neighbours,
      ),
  );
}

/**
 * What training and validation items make familiar. Validation items are those
 * that training has not seen: no more than the share of them is unlike, by
 * their cells or, of the others, by their features.
 *
 * @param share the share of validation items that count as unlike
 */
export function familiarityOf(
  { features, cells }: Known,
  calibrated: number,
  share: number,
): Familiarity {
  const thresholds = cells &&
    cellThresholds(cells.valid, alarms(calibrated, share));
  const remembered = cells && thresholds && { met: cells.met, thresholds };
  const told = remembered &&
    cells.valid.map((unmet) => isBeyond(unmet, remembered));
  const common = { share, calibrated };
  const withCells = { ...common, ...remembered && { cells: remembered } };
  if (features === undefined) return withCells;
  const { columns, apart = false, train, valid } = features;
  const form = { columns, ...apart && { spread: spreadOf(train, columns) } };
  const rows = comparable(train, form);
  const neighbours = neighboursAmong(rows.length / columns);
  const asked = comparable(valid, form);
  const distances = distancesOf({ rows, columns }, neighbours, asked);
  return {
    ...withCells,
    body: { ...form, rows, neighbours, ...calibrate(distances, share, told) },
  };
}

/** How far something is, by its features, from what was seen in training. */
function byFeatures(
  body: BodyMemory | undefined,
  features: Float32Array | undefined,
): Unlike {
  if (body === undefined || features === undefined) {
    return { flag: null, distance: null, threshold: null, percentile: null };
  }
  const row = comparable(features, body);
  return judge(body, distanceTo(body, row, body.neighbours));
}

/**
 * How unlike something is, by its features and its cells.
 *
 * @param unmet its cells that are beyond what was met, where it has cells
 */
export function unlikeness(
  { share, calibrated, body, cells }: Familiarity,
  features: Float32Array | undefined,
  unmet?: readonly UnmetCell[],
): Unlike {
  const seen = byFeatures(body, features);
  if (cells === undefined || unmet === undefined) return seen;
  const enough = alarms(calibrated, share) > 0;
  const flag = enough ? seen.flag === true || isBeyond(unmet, cells) : null;
  return {
    ...seen,
    flag,
    unmet: toldOf(unmet, cells).map(({ beyond: _, ...cell }) => cell),
  };
}
