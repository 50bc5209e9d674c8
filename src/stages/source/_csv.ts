import { unreadableTable } from "../../base/errors/source.ts";

/** What papaparse answers; it ships no types. */
interface Parsed {
  readonly data: readonly (readonly string[])[];
  readonly errors: readonly {
    readonly message: string;
    readonly row?: number;
  }[];
}

/** The part of papaparse that is used. */
type Parse = (
  text: string,
  config: { readonly delimiter: string; readonly preview?: number },
) => Parsed;

const DELIMITERS = [",", ";", "\t", "|"] as const;

/** One line of a table: its cells, and its number in the file. */
export interface Line {
  /** As a spreadsheet counts: the header is row 1. */
  readonly number: number;
  readonly cells: readonly string[];
}

/** A table of text. */
export interface TextTable {
  readonly header: readonly string[];
  readonly lines: readonly Line[];
}

/** A blank line is no row; in a table of one column it is none either. */
function isBlank(cells: readonly string[]): boolean {
  return cells.length <= 1 && (cells[0] ?? "").trim() === "";
}

/** The delimiter that divides the header most; the first one of equals. */
function delimiterOf(text: string, parse: Parse): string {
  // papaparse's own guess takes blank lines into account, and fails on them.
  const widths = DELIMITERS.map((delimiter) =>
    parse(text, { delimiter, preview: 1 }).data[0]?.length ?? 0
  );
  return DELIMITERS[widths.indexOf(Math.max(...widths))] ?? ",";
}

/**
 * Reads separated values with a header. The delimiter (comma, semicolon, tab or
 * bar) is found out; quoted cells may hold it, and line ends; a byte order mark
 * and blank lines are passed over.
 *
 * @throws {PipelineError} when the text is empty, a quote does not end, or a
 * line has more or fewer cells than the header
 */
export async function readCsv(text: string, file: string): Promise<TextTable> {
  // Loaded here, so that describing a pipeline does not wait for it.
  const { default: papaparse } = await import("papaparse");
  const parse: Parse = papaparse.parse;
  const body = text.replace(/^\uFEFF/, "");
  const delimiter = delimiterOf(body, parse);
  const { data, errors: [broken] } = parse(body, { delimiter });
  if (broken !== undefined) {
    const row = (broken.row ?? 0) + 1;
    throw unreadableTable(file, `row ${row}: ${broken.message.toLowerCase()}`);
  }
  const [header, ...lines] = data
    .map((cells, at) => ({ number: at + 1, cells }))
    .filter(({ cells }) => !isBlank(cells));
  if (header === undefined) throw unreadableTable(file, "it is empty");
  const width = header.cells.length;
  const ragged = lines.find(({ cells }) => cells.length !== width);
  if (ragged !== undefined) {
    throw unreadableTable(
      file,
      `row ${ragged.number} has ${ragged.cells.length} cells, and the header has ${width}`,
    );
  }
  return { header: header.cells.map((name) => name.trim()), lines };
}
