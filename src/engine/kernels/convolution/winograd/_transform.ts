import { range } from "../../_text.ts";
import type { Matrix } from "./tiles.ts";

/** A name of WGSL for the number in a row and a column. */
type Name = (row: number, column: number) => string;

/** A name of WGSL for a number of a line. */
type NameInLine = (at: number) => string;

function declare(name: string, value: string): string {
  return `let ${name} = ${value};`;
}

/** WGSL of a sum of terms with factors. */
function sumOf(factors: readonly number[], term: NameInLine): string {
  const terms = factors.flatMap((factor, at) => {
    if (factor === 0) return [];
    const size = Math.abs(factor);
    const text = size === 1 ? term(at) : `f32(${size}) * ${term(at)}`;
    return [`${factor < 0 ? "-" : "+"} ${text}`];
  });
  return terms.join(" ").replace(/^\+ /, "");
}

/** The first of each two points that are opposite, of so many places in a line. */
function pairs(places: number): readonly number[] {
  return range((places - 2) / 2).map((pair) => 1 + 2 * pair);
}

/** Of a line to places: what opposite points have in common is added up once. */
function lineToPlaces(
  rows: Matrix,
  from: NameInLine,
  to: NameInLine,
): readonly string[] {
  const row = (at: number) => rows[at] ?? [];
  const opposite = pairs(rows.length).flatMap((at) => {
    const part = (sign: number) =>
      row(at).map((factor, i) => (factor + sign * (row(at + 1)[i] ?? 0)) / 2);
    const [even, odd] = [`${to(at)}even`, `${to(at)}odd`];
    return [
      declare(even, sumOf(part(1), from)),
      declare(odd, sumOf(part(-1), from)),
      declare(to(at), `${even} + ${odd}`),
      declare(to(at + 1), `${even} - ${odd}`),
    ];
  });
  const ends = [0, rows.length - 1];
  return [
    ...opposite,
    ...ends.map((at) => declare(to(at), sumOf(row(at), from))),
  ];
}

/** Of places to a line: opposite points count together for even powers, else against each other. */
function lineOfPlaces(
  rows: Matrix,
  from: NameInLine,
  to: NameInLine,
): readonly string[] {
  const firsts = pairs(rows[0]?.length ?? 0);
  const both = (at: number, sign: string) =>
    `${from(at)}${sign === "+" ? "plus" : "minus"}`;
  const opposite = firsts.flatMap((at) =>
    ["+", "-"].map((sign) =>
      declare(both(at, sign), `${from(at)} ${sign} ${from(at + 1)}`)
    )
  );
  const powers = rows.map((row, power) => {
    const factors = row.map((factor, at) =>
      firsts.includes(at - 1) ? 0 : factor
    );
    const sign = power % 2 === 0 ? "+" : "-";
    return declare(
      to(power),
      sumOf(factors, (at) => firsts.includes(at) ? both(at, sign) : from(at)),
    );
  });
  return [...opposite, ...powers];
}

/**
 * WGSL of `rows` x `rows`T, to places: declares `t<place>`.
 *
 * @param from names what is transformed
 */
export function toPlaces(rows: Matrix, from: Name): string {
  const across = range(rows[0]?.length ?? 0).flatMap((row) =>
    lineToPlaces(rows, (at) => from(row, at), (at) => `m${row}_${at}`)
  );
  const down = rows.flatMap((_, column) =>
    lineToPlaces(
      rows,
      (at) => `m${at}_${column}`,
      (at) => `t${at * rows.length + column}`,
    )
  );
  return [...across, ...down].join("\n");
}

/** The matrix with rows for columns. */
export function turned(rows: Matrix): Matrix {
  const [first = []] = rows;
  return first.map((_, at) => rows.map((row) => row[at] ?? 0));
}

/** WGSL of one of these numbers: that which `placeRow` says. */
function chosen(numbers: readonly number[]): string {
  return numbers.reduce(
    (before, number, at) =>
      at === 0
        ? `f32(${number})`
        : `select(${before}, f32(${number}), placeRow == ${at})`,
    "",
  );
}

/** WGSL of the numbers of a column of a matrix in row `placeRow`. */
function factors(columns: Matrix): readonly string[] {
  return columns.map((column, at) => declare(`factor${at}`, chosen(column)));
}

/**
 * WGSL of the same, in a loop over rows of places: it takes a third as long to
 * compile.
 *
 * @param rounds as many as rows of places, which no compiler is to know
 * @param write WGSL that writes `value` to a column of places, in row `placeRow`
 */
export function toRowsOfPlaces(
  rows: Matrix,
  rounds: string,
  from: Name,
  write: (column: number, value: string) => string,
): string {
  const columns = turned(rows);
  const line = columns.map((_, column) =>
    declare(
      `line${column}`,
      columns.map((_, row) => `factor${row} * ${from(row, column)}`)
        .join(" + "),
    )
  );
  return `
    for (var placeRow = 0; placeRow < ${rounds}; placeRow++) {
      ${factors(columns).join("\n")}
      ${line.join("\n")}
      ${lineToPlaces(rows, (at) => `line${at}`, (at) => `t${at}`).join("\n")}
      ${rows.map((_, column) => write(column, `t${column}`)).join("\n")}
    }`;
}

/**
 * WGSL of `rows` x `rows`T of places: declares `to`. It is a loop over rows of
 * places: written out, this takes a second to compile, and runs no faster.
 *
 * @param rounds as many as rows of places, which no compiler is to know
 * @param read WGSL that declares `t<column>` of the places in row `placeRow`
 */
export function ofPlaces(
  rows: Matrix,
  rounds: string,
  read: string,
  to: Name,
): string {
  const each = (write: (row: number, column: number) => string) =>
    rows.flatMap((_, row) => rows.map((_, column) => write(row, column)))
      .join("\n");
  return `
    ${each((row, column) => `var ${to(row, column)} = vec4<f32>();`)}
    for (var placeRow = 0; placeRow < ${rounds}; placeRow++) {
      ${read}
      ${lineOfPlaces(rows, (at) => `t${at}`, (at) => `line${at}`).join("\n")}
      ${rows.map((row, at) => declare(`factor${at}`, chosen(row))).join("\n")}
      ${
    each((row, column) => `${to(row, column)} += factor${row} * line${column};`)
  }
    }`;
}
