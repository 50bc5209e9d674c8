import { closeSync, openSync, readSync } from "node:fs";
import type { Field } from "../../flow/stage/input.ts";
import { fieldFile, type PackIndex } from "./pack.ts";
import {
  copyWindow,
  type Placement,
  type Room,
  roomBytes,
  rowBytes,
} from "./room.ts";

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

/** One field of all items, in its file. */
interface FieldRows {
  readonly field: Field;
  readonly file: number;
  /** Where each row begins; one more at the end. */
  readonly starts: Float64Array;
  readonly rooms: readonly (Room | null)[];
}

function openField(
  folder: string,
  { ids, rooms }: PackIndex,
  field: Field,
): FieldRows {
  const own = rooms?.[field.name] ?? [];
  const starts = new Float64Array(ids.length + 1);
  ids.forEach((_, row) => {
    const room = own[row];
    const length = room ? roomBytes(field, room) : rowBytes(field);
    starts[row + 1] = (starts[row] ?? 0) + length;
  });
  const file = openSync(fieldFile(folder, field), "r");
  return { field, file, starts, rooms: own };
}

/** Items that are there in rows. */
export interface Items {
  readonly fields: readonly Field[];
  /** Milliseconds that readers have waited for rows so far. */
  readonly waitedMs: number;
  /**
   * The rows of these items, in this order.
   *
   * @param placement where windows lie of what has room: in the middle unless
   * told
   */
  read(ids: readonly string[], placement?: Placement): Rows;
}

/** Items that were encoded before, read from their folder row by row. */
export class PackedItems implements Items, Disposable {
  readonly fields: readonly Field[];
  readonly #rows = new Map<string, number>();
  readonly #files: readonly FieldRows[];
  /** What has room is read to here: rows of their own would be garbage. */
  #scratch = new Uint8Array();
  #waitedMs = 0;

  /** @param folder what `packItems` wrote, with its index */
  constructor(folder: string, index: PackIndex) {
    this.fields = index.fields;
    index.ids.forEach((id, row) => this.#rows.set(id, row));
    this.#files = index.fields.map((field) => openField(folder, index, field));
  }

  get waitedMs(): number {
    return this.#waitedMs;
  }

  read(ids: readonly string[], placement?: Placement): Rows {
    const start = performance.now();
    const arrays = emptyRows(this.fields, ids.length);
    this.#files.forEach(({ field, file, starts, rooms }, at) => {
      const size = rowBytes(field);
      const all = new Uint8Array(arrays[at]?.buffer ?? new ArrayBuffer());
      ids.forEach((id, to) => {
        const row = this.#rows.get(id);
        if (row === undefined) throw new RangeError(`Cannot find item "${id}"`);
        const own = all.subarray(to * size, (to + 1) * size);
        const room = rooms[row];
        const bytes = room ? this.#scratchOf(roomBytes(field, room)) : own;
        const read = readSync(file, bytes, 0, bytes.length, starts[row] ?? 0);
        if (read < bytes.length) {
          throw new RangeError(`Cannot read item "${id}" whole`);
        }
        if (room) copyWindow(bytes, room, field, own, placement?.(id));
      });
    });
    this.#waitedMs += performance.now() - start;
    return arrays;
  }

  /** So many bytes, which the next row writes over. */
  #scratchOf(length: number): Uint8Array {
    if (this.#scratch.length < length) this.#scratch = new Uint8Array(length);
    return this.#scratch.subarray(0, length);
  }

  [Symbol.dispose](): void {
    for (const { file } of this.#files) closeSync(file);
  }
}
