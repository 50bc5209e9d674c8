import type {
  ToldCell,
  Unlike,
} from "../../../engine/familiarity/familiarity.ts";
import { valueText } from "../../../flow/pipeline/change_text.ts";

/** As many cells are told in a line, and as much of one. */
const CELLS = 3;
const LETTERS = 40;

const short = (text: string) =>
  text.length <= LETTERS ? text : `${text.slice(0, LETTERS - 1)}…`;

/** A cell that no training row had the like of, in words. */
function cellText({ column, value, range }: ToldCell): string {
  if (value === null) return `${column} is missing, as never in training`;
  const cell = `${column} ${short(valueText(value))}`;
  return range
    ? `${cell} is outside of ${range[0]} to ${range[1]}`
    : `${cell} has no like in training`;
}

/**
 * What is said of something that is unlike what was seen in training, or has a
 * cell that is beyond it; nothing of anything else, or where nobody can say.
 */
export function unlikeText(
  { flag, unmet = [] }: Pick<Unlike, "flag" | "unmet">,
): string {
  const told = unmet.slice(0, CELLS).map(cellText);
  const rest = unmet.length - told.length;
  const cells = [...told, ...rest > 0 ? [`${rest} more`] : []].join("; ");
  if (!flag) return cells;
  const alarm = "unlike anything seen in training";
  return cells === "" ? alarm : `${alarm}: ${cells}`;
}
