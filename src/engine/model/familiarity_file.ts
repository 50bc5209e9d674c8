/**
 * What a model remembers of the items that it was trained with, as files beside
 * it: features that tell whether it is asked about something else.
 *
 *     familiarity.json          distances of validation items, and a threshold
 *     familiarity.safetensors   features of training items
 *
 * @module
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import {
  decodeSafetensors,
  encodeSafetensors,
} from "../../base/codec/safetensors.ts";
import { modelUnreadable } from "../../base/errors/model.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import type { Familiarity } from "../familiarity/familiarity.ts";

/** The files that a model has beside its own. */
export const FAMILIARITY_FILES = [
  "familiarity.json",
  "familiarity.safetensors",
] as const;

const [FILE, FEATURES] = FAMILIARITY_FILES;

const familiarityFile = z.strictObject({
  format: z.literal(1),
  /** The result that this is a copy of. */
  keys: z.strictObject({ familiarity: z.string() }),
  columns: z.int().positive(),
  /** Which of the nearest counts. */
  neighbours: z.int().positive(),
  share: z.number(),
  threshold: z.number().nullable(),
  distances: z.array(z.number()),
});

/** Writes it into a folder; where there is nothing to remember, says so. */
export async function writeFamiliarity(
  folder: string,
  key: string,
  familiarity: Familiarity | undefined,
): Promise<void> {
  if (familiarity === undefined) {
    // A result has a file: that nothing is there was found out, too.
    return await writeFile(join(folder, "none.json"), "{}\n");
  }
  const { rows, columns, neighbours, share, threshold, distances } =
    familiarity;
  const told: z.output<typeof familiarityFile> = {
    format: 1,
    keys: { familiarity: key },
    columns,
    neighbours,
    share,
    threshold,
    distances: [...distances],
  };
  await writeFile(join(folder, FILE), `${JSON.stringify(told, null, 2)}\n`);
  const shape = [rows.length / columns, columns];
  await writeFile(
    join(folder, FEATURES),
    encodeSafetensors([["features", { dtype: "F32", shape, data: rows }]]),
  );
}

/**
 * Reads what {@linkcode writeFamiliarity} wrote; nothing where there is none.
 *
 * @throws {PipelineError} when a file of it is missing or is not what it was
 */
export async function readFamiliarity(
  folder: string,
): Promise<Familiarity | undefined> {
  const text = await unlessAbsent(readFile(join(folder, FILE), "utf8"));
  if (text === undefined) return undefined;
  try {
    const { format: _format, keys: _keys, ...told } = familiarityFile.parse(
      JSON.parse(text),
    );
    const bytes = new Uint8Array(await readFile(join(folder, FEATURES)));
    const { tensors } = decodeSafetensors(bytes);
    const { data, shape } = tensors.get("features") ?? {};
    const rows = Float32Array.from(data ?? []);
    if (shape?.[1] !== told.columns || rows.length === 0) {
      throw new RangeError(`Cannot read ${FEATURES}: it has another form`);
    }
    return { ...told, rows };
  } catch (cause) {
    throw modelUnreadable(folder, cause);
  }
}
