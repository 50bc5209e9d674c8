import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Interrupted } from "../../base/errors/interrupted.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import { isStoreFault } from "../../base/errors/store.ts";
import { fileUnreadable } from "../../base/errors/unreadable.ts";
import { readBytes } from "../../base/store/files.ts";
import type { Encoded, Encoder, Field, Roomy } from "../../flow/stage/input.ts";
import type { ListedItem } from "../../flow/stage/source.ts";
import { FieldWriter, type Written, writtenOf } from "./_field_writer.ts";
import type { Room } from "./room.ts";

/**
 * Encoding runs off the event loop; more in flight than cores gains nothing,
 * and each may be an image of 300 MB. Two more than two cores hide waiting for
 * files.
 */
export const IN_FLIGHT = Math.min(16, Math.max(4, availableParallelism()));

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
  /**
   * Images that are larger than their field, by the field's name: their sides
   * in the order of the rows, `null` for one that is not.
   */
  readonly rooms?: Readonly<Record<string, readonly (Room | null)[]>>;
}

/** The file of a field in the folder of packed items. */
export function fieldFile(folder: string, { name }: Field): string {
  return join(folder, `${name}.bin`);
}

/** Reads and encodes one item. @throws {PipelineError} when it cannot be read */
async function encodeItem(
  encoder: Encoder,
  { id, item, file }: ListedItem,
): Promise<readonly (Encoded[number] | Roomy)[]> {
  const encode = encoder.encodeWithRoom ?? encoder.encode;
  return await encode.call(encoder, {
    id,
    item,
    read: async () => {
      if (file === undefined) {
        throw new TypeError(`Cannot read "${id}": it is not a file`);
      }
      try {
        return await readBytes(file.absolute);
      } catch (cause) {
        throw fileUnreadable(id, cause);
      }
    },
  });
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
  const writers = await Promise.all(
    fields.map((field) => FieldWriter.open(field, fieldFile(folder, field))),
  );
  const unreadable: Unreadable[] = [];
  /** Rows that are being written, as many as are in flight. */
  const underWay: Promise<unknown>[] = [];
  const packItem = async (item: ListedItem, row: number) => {
    let written: readonly Written[] = [];
    let failure: unknown;
    try {
      const arrays = await encodeItem(encoder, item);
      written = fields.map((field, at) =>
        writtenOf(field, arrays[at], item.id)
      );
    } catch (error) {
      if (error instanceof PipelineError && !isStoreFault(error)) {
        const { message: why, remedy } = error;
        unreadable.push({ item: item.id, why, ...remedy ? { remedy } : {} });
      } else failure = error;
    }
    // Even if all of it fails: other rows wait for the end of this one.
    const writing = Promise.all(
      writers.map((writer, at) => writer.write(row, written[at])),
    );
    writing.catch(() => {}); // told to who waits for it
    underWay.push(writing);
    if (failure !== undefined) throw failure;
    // What comes next is encoded while this waits for the rows before it.
    if (underWay.length > IN_FLIGHT) await underWay.shift();
  };
  try {
    await inFlight(items, packItem, onProgress, signal);
    await Promise.all(underWay);
    await Promise.all(writers.map((writer) => writer.end(items.length)));
  } finally {
    await Promise.allSettled(underWay);
    await Promise.all(writers.map((writer) => writer.close()));
  }
  unreadable.sort((a, b) => a.item < b.item ? -1 : 1);
  const rooms = writers.flatMap(({ rooms }, at) =>
    rooms ? [[fields[at]?.name ?? "", rooms] as const] : []
  );
  const index: PackIndex = {
    fields,
    ids: items.map(({ id }) => id),
    unreadable,
    ...rooms.length > 0 ? { rooms: Object.fromEntries(rooms) } : {},
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
