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
  /** The text that the compiler underlined. */
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

function readComplaint(text: string): Complaint {
  const lines = text.split("\n");
  const mark = lines.findIndex((line) => /^\s*(~+|\^)$/.test(line));
  const [explanation, source, under, place] = lines.slice(mark - 2, mark + 2);
  const file = /^\s+at (file:\S+):\d+:\d+$/.exec(place ?? "")?.[1];
  if (mark < 2 || !explanation || !source || !under || !file) {
    throw new SyntaxError(`Cannot read what the compiler said: ${text}`);
  }
  return {
    file: basename(new URL(file).pathname),
    at: source.slice(under.search(/\S/), under.length),
    says: explanation.trim(),
  };
}
