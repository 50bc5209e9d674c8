import { open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
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

/** Reads and encodes one item. */
export async function encodeItem(
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
      return new Uint8Array(await readFile(file.absolute));
    },
  });
}

/**
 * Encodes items into one file a field, a row an item, in the order given.
 * Memory is bounded by what is in flight.
 *
 * @returns what could not be read; nothing else stops for it
 */
export async function packItems(
  encoder: Encoder,
  items: readonly ListedItem[],
  folder: string,
  onProgress: (done: number) => void,
): Promise<readonly Unreadable[]> {
  const { fields } = encoder;
  const files = await Promise.all(
    fields.map((field) => open(fieldFile(folder, field), "w")),
  );
  const unreadable: Unreadable[] = [];
  let next = 0;
  let done = 0;
  const work = async () => {
    while (next < items.length) {
      const row = next++;
      const item = items[row];
      if (item === undefined) return;
      try {
        const arrays = await encodeItem(encoder, item);
        await Promise.all(fields.map(async (field, at) => {
          const array = arrays[at];
          if (array === undefined) return;
          const size = rowBytes(field);
          const bytes = new Uint8Array(array.buffer, array.byteOffset, size);
          await files[at]?.write(bytes, 0, size, row * size);
        }));
      } catch (error) {
        if (!(error instanceof PipelineError)) throw error;
        const { message: why, remedy } = error;
        unreadable.push({ item: item.id, why, ...remedy ? { remedy } : {} });
      }
      onProgress(++done);
    }
  };
  try {
    await Promise.all(Array.from({ length: IN_FLIGHT }, work));
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
