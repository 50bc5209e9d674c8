/**
 * Which cells of a row are beyond those of training rows. Pages that run a
 * model by themselves import this, too.
 *
 * @module
 */
import type { Json } from "../../flow/kinds/json.ts";
import type { UnmetCell } from "../../flow/stage/input.ts";

/** What the cells of training rows are. */
export interface Met {
  readonly continuous: readonly MetNumbers[];
  readonly categorical: readonly MetWords[];
}

interface MetNumbers {
  readonly column: string;
  readonly low: number;
  readonly high: number;
  /** Whether a training row lacked it. */
  readonly missing: boolean;
}

interface MetWords {
  readonly column: string;
  readonly values: readonly (string | boolean)[];
  readonly missing: boolean;
}

/** A missing cell is beyond where no training row lacked it. */
function lacking(column: string, missing: boolean): readonly UnmetCell[] {
  return missing ? [] : [{ column, value: null, beyond: Infinity }];
}

type Look = (row: ReadonlyMap<string, Json>) => readonly UnmetCell[];

function lookAtNumber({ column, low, high, missing }: MetNumbers): Look {
  return (row) => {
    const value = row.get(column) ?? null;
    if (typeof value !== "number") return lacking(column, missing);
    const beyond = Math.max(low - value, value - high);
    return beyond > 0 ? [{ column, value, beyond, range: [low, high] }] : [];
  };
}

function lookAtWord({ column, values, missing }: MetWords): Look {
  const known = new Set<Json>(values);
  return (row) => {
    const value = row.get(column) ?? null;
    if (value === null) return lacking(column, missing);
    return known.has(value) ? [] : [{ column, value, beyond: Infinity }];
  };
}

/** Tells which cells of a row are beyond what was met. */
export function unmetIn({ continuous, categorical }: Met): Look {
  const looks = [
    ...continuous.map(lookAtNumber),
    ...categorical.map(lookAtWord),
  ];
  return (row) => looks.flatMap((look) => look(row));
}
