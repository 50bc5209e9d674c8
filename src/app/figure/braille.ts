/** Dots of one character, `[column, row]`, and their bits. Source: Unicode. */
const BITS = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]] as const;
const BLANK = 0x2800;

/** A canvas of dots, two a character across and four down. */
export class Braille {
  readonly #columns: number;
  readonly #cells: number[];

  /** @param columns characters across; `rows` of them down */
  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.#cells = new Array(columns * rows).fill(0);
  }

  /** Sets a dot, counted from the top left; outside nothing happens. */
  dot(x: number, y: number): void {
    const column = x >> 1;
    const at = (y >> 2) * this.#columns + column;
    const bit = BITS[x & 1]?.[y & 3] ?? 0;
    const cell = this.#cells[at];
    if (column < 0 || column >= this.#columns || cell === undefined) return;
    this.#cells[at] = cell | bit;
  }

  /** Sets the dots between two, both included. */
  line(x0: number, y0: number, x1: number, y1: number): void {
    const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1);
    for (let step = 0; step <= steps; step++) {
      const along = step / steps;
      this.dot(
        Math.round(x0 + along * (x1 - x0)),
        Math.round(y0 + along * (y1 - y0)),
      );
    }
  }

  /** The canvas as lines of text. */
  lines(): readonly string[] {
    const rows = this.#cells.length / this.#columns;
    return Array.from({ length: rows }, (_, row) =>
      String.fromCharCode(
        ...this.#cells.slice(row * this.#columns, (row + 1) * this.#columns)
          .map((bits) => BLANK + bits),
      ));
  }
}
