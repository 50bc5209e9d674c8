/**
 * What the compiler says, taken apart.
 *
 * @module
 */
import { basename } from "node:path";
import { stripVTControlCharacters } from "node:util";

/** One error of `deno check`. */
export interface Complaint {
  /** The name of the file that is wrong, with its extension. */
  readonly file: string;
  /** The text that the compiler underlined; empty where it showed none. */
  readonly at: string;
  /** The last line of the explanation: the one that people read. */
  readonly says: string;
}

/**
 * Reads the errors of `deno check`, of which each is an explanation that goes
 * in line by line, the line of source with a mark under it, and the place:
 *
 * ```text
 * TS2322 [ERROR]: Type 'A' is not assignable to type 'B'.
 *   Type 'C' is not assignable to type 'D'.
 *   loss: mse(),
 *   ~~~~
 *     at file:///pets.ts:33:3
 * ```
 */
export function readComplaints(output: string): readonly Complaint[] {
  return stripVTControlCharacters(output)
    .split(/^TS\d+ \[ERROR\]: /m).slice(1)
    .map(readComplaint);
}

const PLACE = /^\s+at (file:\S+):\d+:\d+$/;
const MARK = /^\s*(?:~+|\^)$/;

function readComplaint(text: string): Complaint {
  const lines = text.split("\n");
  const end = lines.findIndex((line) => PLACE.test(line));
  const file = PLACE.exec(lines[end] ?? "")?.[1];
  if (file === undefined) {
    throw new SyntaxError(`Cannot read what the compiler said: ${text}`);
  }
  const [source = "", mark = ""] = lines.slice(end - 2, end);
  const isMarked = MARK.test(mark);
  return {
    file: basename(new URL(file).pathname),
    at: isMarked ? source.slice(mark.search(/\S/), mark.length) : "",
    says: lines[isMarked ? end - 3 : end - 1]?.trim() ?? "",
  };
}
