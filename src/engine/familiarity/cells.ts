/**
 * Cells of a row that are beyond what training rows have: an age of 900, a word
 * that none had. A network's features need not tell them apart, and never which
 * cell it was.
 *
 * @module
 */
import type { Json } from "../../flow/kinds/json.ts";
import type { InputBehaviour, UnmetCell } from "../../flow/stage/input.ts";

/** What a model remembers of the cells of its training rows. */
export interface Cells {
  /** As the input of the pipeline noted it. */
  readonly met: Json;
  /** How far beyond a cell of a column must be to count, where that is not 0. */
  readonly thresholds: readonly ColumnThreshold[];
}

/** From where on a column counts. */
export interface ColumnThreshold {
  readonly column: string;
  /** Null where validation rows have cells there that no training row has. */
  readonly beyond: number | null;
}

/** Beyond what validation rows may be, too. */
function counts(
  { column, beyond }: UnmetCell,
  thresholds: ReadonlyMap<string, number>,
): boolean {
  return beyond > (thresholds.get(column) ?? 0);
}

const mapOf = (thresholds: Cells["thresholds"]) =>
  new Map(thresholds.map(({ column, beyond }) => [column, beyond ?? Infinity]));

/** Whether a row with these cells is unlike those of training. */
export function isBeyond(
  unmet: readonly UnmetCell[],
  { thresholds }: Pick<Cells, "thresholds">,
): boolean {
  const known = mapOf(thresholds);
  return unmet.some((cell) => counts(cell, known));
}

/**
 * The cells that are told of a row: those that count, and what has no order and
 * is new, whatever others have. That a text has some new words is no news where
 * most have.
 */
export function toldOf(
  unmet: readonly UnmetCell[],
  { thresholds }: Pick<Cells, "thresholds">,
): readonly UnmetCell[] {
  const known = mapOf(thresholds);
  return unmet.filter((cell) =>
    cell.beyond === Infinity || counts(cell, known)
  );
}

/**
 * Thresholds by which no more than so many validation rows are unlike. Any cell
 * counts, until too many rows have one: then the column that most of them have
 * counts from farther beyond, as far as is needed. So a name, which every row
 * has another of, tells nothing, and does not drown what an age tells.
 *
 * @param rows the cells of validation rows that are beyond
 */
export function cellThresholds(
  rows: readonly (readonly UnmetCell[])[],
  most: number,
): readonly ColumnThreshold[] {
  const thresholds = new Map<string, number>();
  while (true) {
    const counting = rows
      .map((cells) => cells.filter((cell) => counts(cell, thresholds)))
      .filter((cells) => cells.length > 0);
    const surplus = counting.length - most;
    if (surplus <= 0) break;
    const byColumn = new Map<string, number[]>();
    for (const { column, beyond } of counting.flat()) {
      byColumn.set(column, [...byColumn.get(column) ?? [], beyond]);
    }
    const [first] = [...byColumn]
      .sort(([, one], [, other]) => other.length - one.length);
    if (first === undefined) break;
    const [column, far] = first;
    // What is no farther than this counts no longer: one row less, at least.
    const left = Math.max(0, far.length - surplus);
    far.sort((one, other) => other - one || 0);
    thresholds.set(column, far[left] ?? Infinity);
  }
  return [...thresholds].map(([column, beyond]) => ({
    column,
    beyond: Number.isFinite(beyond) ? beyond : null,
  }));
}

/** What tells which cells of a row are beyond; nothing where nothing does. */
export function unmetBy(
  input: InputBehaviour,
  cells: Pick<Cells, "met"> | undefined,
): ((item: Json) => readonly UnmetCell[]) | undefined {
  return cells && input.unmet?.(cells.met);
}
