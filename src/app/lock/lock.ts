/**
 * What `leat.lock` holds: the files that the pipelines of a folder are trained
 * with, by checksum, and what training them gave.
 *
 * @module
 */
import { z } from "zod";
import { Sha256 } from "../../base/codec/file_record.ts";
import { brokenLock, foreignLock, tornLock } from "../../base/errors/lock.ts";

/** Raise when what is written cannot be read by an earlier version. */
const LOCK_FORMAT = 1;

const pin = z.strictObject({
  sha256: Sha256,
  /** In bytes. */
  size: z.int().nonnegative(),
}).readonly();

/** By address. Sources of a package begin with `npm:`. */
const pins = z.record(z.url(), pin).readonly();

const modules = z.strictObject({
  /** Stands for all modules below: their bytes, and their places. */
  root: Sha256,
  /** Its own stages may be trained with: their code was agreed to. */
  code: z.literal(true).exactOptional(),
  modules: pins,
}).readonly();

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const run = z.strictObject({
  /** What computed it: the adapter, its driver and the kernels, if any. */
  adapter: z.record(z.string(), scalar).readonly().nullable(),
  /** What else decides the last bits: of tfjs and the kernels. */
  versions: z.record(z.string(), scalar).readonly(),
  /** Losses by the name of each epoch: `fit/frozen/1`. */
  epochs: z.record(
    z.string(),
    z.strictObject({
      train_loss: z.number(),
      valid_loss: z.number(),
    }).readonly(),
  ).readonly(),
  metrics: z.record(z.string(), z.number()).readonly(),
  /** The hash of what each node gave, by its name. */
  nodes: z.record(z.string(), Sha256).readonly(),
  /** The hash of the settings of each stage, by its key in the pipeline. */
  settings: z.record(z.string(), Sha256).readonly(),
}).readonly();

const schema = z.strictObject({
  format: z.literal(LOCK_FORMAT),
  datasets: pins.prefault({}),
  weights: pins.prefault({}),
  modules: z.record(z.url(), modules).readonly().prefault({}),
  /** By pipeline: the name of its file, with `#export`. */
  runs: z.record(z.string(), run).readonly().prefault({}),
}).readonly();

/** A file by its content. */
export type Pin = z.output<typeof pin>;

/** A module and all that it imports. */
export type ModulesPin = z.output<typeof modules>;

/** What training a pipeline gave. */
export type LockedRun = z.output<typeof run>;

/** What `leat.lock` holds. */
export type Lock = z.output<typeof schema>;

/** A lock without anything in it. */
export const EMPTY_LOCK: Lock = schema.parse({ format: LOCK_FORMAT });

const anyFormat = z.looseObject({ format: z.int() });

/**
 * Reads the text of a lock; an empty one is a lock without anything in it.
 *
 * @param path for messages
 * @throws {PipelineError} when it is no JSON (git's marks of a conflict stand
 * in it, say), of another format, or holds what does not belong there
 */
export function parseLock(text: string, path: string): Lock {
  if (text.trim() === "") return EMPTY_LOCK;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw tornLock(path, /^(<{7}|={7}|>{7})/m.test(text));
  }
  const { data: known } = anyFormat.safeParse(value);
  if (known && known.format !== LOCK_FORMAT) {
    throw foreignLock(path, known.format, LOCK_FORMAT);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw brokenLock(path, result.error.issues);
}

/**
 * The text of a lock: the same for the same content, keys sorted, and one line
 * for what changes as one, so that git merges two additions.
 */
export function lockText(lock: Lock): string {
  const { format, ...sections } = lock;
  const filled = Object.entries(sections).filter(([, held]) =>
    Object.keys(held).length > 0
  );
  return `${textOf({ format, ...Object.fromEntries(filled) }, "")}\n`;
}

/** Pins and the losses of an epoch stand on one line. */
function isLine(value: object): boolean {
  return "sha256" in value || "train_loss" in value;
}

function textOf(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
  if (isLine(value)) {
    const parts = members.map(([name, held]) =>
      `${JSON.stringify(name)}: ${JSON.stringify(held)}`
    );
    return `{ ${parts.join(", ")} }`;
  }
  const inner = `${indent}  `;
  const lines = members.map(([name, held]) =>
    `${inner}${JSON.stringify(name)}: ${textOf(held, inner)}`
  );
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n${indent}}`;
}
