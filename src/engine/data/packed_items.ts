import { closeSync, openSync, readSync } from "node:fs";
import type { Field } from "../../flow/stage/input.ts";
import { fieldFile, type PackIndex, rowBytes } from "./pack.ts";

/** The arrays of some items, one a field, `[items, ...field shape]`. */
export type Rows = readonly (Uint8Array | Float32Array | Int32Array)[];

const ARRAYS = {
  uint8: Uint8Array,
  float32: Float32Array,
  int32: Int32Array,
} as const;

/** Arrays for that many items, all zero. */
export function emptyRows(fields: readonly Field[], count: number): Rows {
  return fields.map((field) =>
    new ARRAYS[field.dtype](
      count * field.shape.reduce((size, side) => size * side, 1),
    )
  );
}

/** Items that were encoded before, read from their folder row by row. */
export class PackedItems implements Disposable {
  readonly fields: readonly Field[];
  readonly #rows: ReadonlyMap<string, number>;
  readonly #files: readonly number[];

  /** @param folder what `packItems` wrote, with its index */
  constructor(folder: string, { fields, ids }: PackIndex) {
    this.fields = fields;
    this.#rows = new Map(ids.map((id, row) => [id, row]));
    this.#files = fields.map((field) =>
      openSync(fieldFile(folder, field), "r")
    );
  }

  /** The rows of these items, in this order. */
  read(ids: readonly string[]): Rows {
    const arrays = emptyRows(this.fields, ids.length);
    this.fields.forEach((field, at) => {
      const size = rowBytes(field);
      const array = arrays[at];
      const file = this.#files[at];
      if (array === undefined || file === undefined) return;
      const bytes = new Uint8Array(array.buffer);
      ids.forEach((id, to) => {
        const row = this.#rows.get(id);
        if (row === undefined) throw new RangeError(`Cannot find item "${id}"`);
        const read = readSync(file, bytes, to * size, size, row * size);
        if (read < size) throw new RangeError(`Cannot read item "${id}" whole`);
      });
    });
    return arrays;
  }

  [Symbol.dispose](): void {
    this.#files.forEach(closeSync);
  }
}
