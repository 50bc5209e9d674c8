import { open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Interrupted } from "../../base/errors/interrupted.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import { fileUnreadable } from "../../base/errors/unreadable.ts";
import type { Encoded, Encoder, Field } from "../../flow/stage/input.ts";
import type { ListedItem } from "../../flow/stage/source.ts";

/** Encoding runs off the event loop; more in flight than cores gains nothing. */
const IN_FLIGHT = 4;

/** An item that could not be read. */
export interface Unreadable {
  readonly item: string;
  readonly why: string;
  readonly remedy?: string;
}

/** What `index.json` of packed items holds. */
export interface PackIndex {
  readonly fields: readonly Field[];
  /** In the order of the rows; unreadable items keep their row, all zero. */
  readonly ids: readonly string[];
  readonly unreadable: readonly Unreadable[];
}

const BYTES = { uint8: 1, float32: 4, int32: 4 } as const;

/** Bytes of one item's row in a field. */
export function rowBytes({ dtype, shape }: Field): number {
  return shape.reduce((size, side) => size * side, BYTES[dtype]);
}

/** The file of a field in the folder of packed items. */
export function fieldFile(folder: string, { name }: Field): string {
  return join(folder, `${name}.bin`);
}

/** Reads and encodes one item. @throws {PipelineError} when it cannot be read */
async function encodeItem(
  encoder: Encoder,
  { id, item, file }: ListedItem,
): Promise<Encoded> {
  return await encoder.encode({
    id,
    item,
    read: async () => {
      if (file === undefined) {
        throw new TypeError(`Cannot read "${id}": it is not a file`);
      }
      try {
        return new Uint8Array(await readFile(file.absolute));
      } catch (cause) {
        throw fileUnreadable(id, cause);
      }
    },
  });
}

/** The bytes of one item's array, which must be as long as its field says. */
function bytesOf(
  field: Field,
  array: Encoded[number] | undefined,
  id: string,
): Uint8Array {
  const { buffer, byteOffset = 0, byteLength = 0 } = array ?? {};
  if (byteLength !== rowBytes(field)) {
    throw new TypeError(
      `Cannot pack "${id}": field "${field.name}" has ${byteLength} bytes, not ${
        rowBytes(field)
      }`,
    );
  }
  return new Uint8Array(buffer ?? new ArrayBuffer(), byteOffset, byteLength);
}

/** How packing is watched and stopped. */
export interface PackOptions {
  readonly onProgress: (done: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Encodes items into one file a field, a row an item, in the order given.
 * Memory is bounded by what is in flight.
 *
 * @returns what could not be read; nothing else stops for it
 * @throws {Interrupted} when the signal stopped it; nothing is kept
 */
export async function packItems(
  encoder: Encoder,
  items: readonly ListedItem[],
  folder: string,
  { onProgress, signal }: PackOptions,
): Promise<readonly Unreadable[]> {
  const { fields } = encoder;
  const files = await Promise.all(
    fields.map((field) => open(fieldFile(folder, field), "w")),
  );
  const unreadable: Unreadable[] = [];
  const packItem = async (item: ListedItem, row: number) => {
    try {
      const arrays = await encodeItem(encoder, item);
      await Promise.all(fields.map((field, at) => {
        const bytes = bytesOf(field, arrays[at], item.id);
        return files[at]?.write(bytes, 0, bytes.length, row * bytes.length);
      }));
    } catch (error) {
      if (!(error instanceof PipelineError)) throw error;
      const { message: why, remedy } = error;
      unreadable.push({ item: item.id, why, ...remedy ? { remedy } : {} });
    }
  };
  try {
    await inFlight(items, packItem, onProgress, signal);
    // A last row that could not be read must still be there, as zeros.
    await Promise.all(
      fields.map((field, at) =>
        files[at]?.truncate(rowBytes(field) * items.length)
      ),
    );
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
  unreadable.sort((a, b) => a.item < b.item ? -1 : 1);
  const index: PackIndex = {
    fields,
    ids: items.map(({ id }) => id),
    unreadable,
  };
  await writeFile(join(folder, "index.json"), JSON.stringify(index));
  return unreadable;
}

/** Works through a list, some at a time; returns when none is in flight. */
async function inFlight<Value>(
  values: readonly Value[],
  work: (value: Value, at: number) => Promise<void>,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const left = values.entries();
  let done = 0;
  let failed = false;
  const lane = async () => {
    for (const [at, value] of left) {
      if (failed) return;
      if (signal.aborted) throw new Interrupted();
      await work(value, at);
      onProgress(++done);
    }
  };
  const lanes = await Promise.allSettled(
    Array.from({ length: IN_FLIGHT }, () =>
      lane().catch((error) => {
        failed = true;
        throw error;
      })),
  );
  for (const each of lanes) {
    if (each.status === "rejected") throw each.reason;
  }
}
