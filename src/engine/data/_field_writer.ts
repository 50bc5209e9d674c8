import { type FileHandle, open } from "node:fs/promises";
import type { Encoded, Field, Roomy } from "../../flow/stage/input.ts";
import { type Room, roomBytes, roomOf, rowBytes } from "./room.ts";

/** What is written of one item. */
export interface Written {
  readonly bytes: Uint8Array;
  readonly room: Room | null;
}

/**
 * What is written of an item's array, which must be as long as its field says.
 *
 * @throws {TypeError} when it is not
 */
export function writtenOf(
  field: Field,
  array: Encoded[number] | Roomy | undefined,
  id: string,
): Written {
  const room = array && "bytes" in array ? roomOf(array) : null;
  const plain = array && "bytes" in array ? array.bytes : array;
  const { buffer, byteOffset = 0, byteLength = 0 } = plain ?? {};
  const wanted = room ? roomBytes(field, room) : rowBytes(field);
  if (byteLength !== wanted) {
    throw new TypeError(
      `Cannot pack "${id}": field "${field.name}" has ${byteLength} bytes, not ${wanted}`,
    );
  }
  const bytes = new Uint8Array(
    buffer ?? new ArrayBuffer(),
    byteOffset,
    byteLength,
  );
  return { bytes, room };
}

/**
 * Writes the rows of a field one after the other, whatever order they come in.
 * Rows with room are longer, so that each waits for the length of those before.
 */
export class FieldWriter {
  readonly #field: Field;
  readonly #file: FileHandle;
  /** Where rows under way begin, and the one after them. */
  readonly #starts = new Map<number, PromiseWithResolvers<number>>();
  readonly #rooms: (Room | null)[] = [];

  private constructor(field: Field, file: FileHandle) {
    this.#field = field;
    this.#file = file;
    this.#start(0).resolve(0);
  }

  static async open(field: Field, path: string): Promise<FieldWriter> {
    return new FieldWriter(field, await open(path, "w"));
  }

  #start(row: number): PromiseWithResolvers<number> {
    const start = this.#starts.get(row) ?? Promise.withResolvers<number>();
    this.#starts.set(row, start);
    return start;
  }

  /** Writes a row, or leaves zeros. All rows before must be under way. */
  async write(row: number, written: Written | undefined): Promise<void> {
    const { bytes, room = null } = written ?? {};
    this.#rooms[row] = room;
    const start = await this.#start(row).promise;
    this.#starts.delete(row);
    const length = bytes?.length ?? rowBytes(this.#field);
    this.#start(row + 1).resolve(start + length);
    if (bytes) await this.#file.write(bytes, 0, length, start);
  }

  /** Row by row, or nothing where none has room. */
  get rooms(): readonly (Room | null)[] | undefined {
    return this.#rooms.some((room) => room) ? this.#rooms : undefined;
  }

  /** Ends the file after that many rows, the last of them zeros or not. */
  async end(rows: number): Promise<void> {
    await this.#file.truncate(await this.#start(rows).promise);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
