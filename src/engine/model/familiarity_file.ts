/**
 * What a model remembers of the items that it was trained with, as files beside
 * it: what tells whether it is asked about something else.
 *
 *     familiarity.json          distances of validation items, cells that
 *                               training rows have, and thresholds
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
import type { Json } from "../../flow/kinds/json.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import type { BodyMemory, Familiarity } from "../familiarity/familiarity.ts";

/** The files that a model has beside its own. */
export const FAMILIARITY_FILES = [
  "familiarity.json",
  "familiarity.safetensors",
] as const;

const [FILE, FEATURES] = FAMILIARITY_FILES;

const keys = z.strictObject({ familiarity: z.string() });

const body = z.strictObject({
  columns: z.int().positive(),
  /** Which of the nearest counts. */
  neighbours: z.int().positive(),
  threshold: z.number().nullable(),
  distances: z.array(z.number()),
  /** Of each column, where they are compared without units. */
  spread: z.strictObject({
    mean: z.array(z.number()),
    deviation: z.array(z.number().positive()),
  }).exactOptional(),
});

const cells = z.strictObject({
  met: z.custom<Json>((value) => value !== undefined),
  thresholds: z.array(
    z.strictObject({ column: z.string(), beyond: z.number().nullable() }),
  ),
});

const familiarityFile = z.strictObject({
  format: z.literal(2),
  /** The result that this is a copy of. */
  keys,
  share: z.number(),
  /** Validation items that set the thresholds. */
  calibrated: z.int().nonnegative(),
  body: body.exactOptional(),
  cells: cells.exactOptional(),
});

type Told = z.output<typeof familiarityFile>;

/** As it was when only pictures had any of it. */
const formerFile = z.strictObject({
  format: z.literal(1),
  keys,
  share: z.number(),
  ...body.shape,
}).transform(({ keys, share, format: _, ...body }): Told => ({
  format: 2,
  keys,
  share,
  calibrated: body.distances.length,
  body,
}));

const anyFile = z.union([familiarityFile, formerFile]);

/** All but its rows, which have a file of their own. */
function bodyFile(
  { columns, neighbours, threshold, distances, spread }: BodyMemory,
): z.output<typeof body> {
  return {
    columns,
    neighbours,
    threshold,
    distances: [...distances],
    ...spread && {
      spread: { mean: [...spread.mean], deviation: [...spread.deviation] },
    },
  };
}

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
  const { share, calibrated, body, cells } = familiarity;
  const file: Told = {
    format: 2,
    keys: { familiarity: key },
    share,
    calibrated,
    ...body && { body: bodyFile(body) },
    ...cells && { cells: { ...cells, thresholds: [...cells.thresholds] } },
  };
  await writeFile(join(folder, FILE), `${JSON.stringify(file, null, 2)}\n`);
  if (body === undefined) return;
  const { rows, columns } = body;
  const shape = [rows.length / columns, columns];
  await writeFile(
    join(folder, FEATURES),
    encodeSafetensors([["features", { dtype: "F32", shape, data: rows }]]),
  );
}

async function rowsOf(
  folder: string,
  { columns }: z.output<typeof body>,
): Promise<Float32Array> {
  const bytes = new Uint8Array(await readFile(join(folder, FEATURES)));
  const { data, shape } = decodeSafetensors(bytes).tensors.get("features") ??
    {};
  const rows = Float32Array.from(data ?? []);
  if (shape?.[1] !== columns || rows.length === 0) {
    throw new RangeError(`Cannot read ${FEATURES}: it has another form`);
  }
  return rows;
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
    const { share, calibrated, body, cells } = anyFile.parse(
      JSON.parse(text),
    );
    return {
      share,
      calibrated,
      ...cells && { cells },
      ...body && { body: { ...body, rows: await rowsOf(folder, body) } },
    };
  } catch (cause) {
    throw modelUnreadable(folder, cause);
  }
}
