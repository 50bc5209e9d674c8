import { z } from "zod";
import { listComplaints } from "../errors/stage.ts";
import { FileRecord, Sha256 } from "./file_record.ts";

const Schema = z.strictObject({
  /** What it is: `"decode"`, `"epoch"`. */
  kind: z.string().min(1),
  /** The version of the code that made it. */
  version: z.int().nonnegative(),
  /** The output hashes of what it was made from, by name. */
  inputs: z.record(z.string(), z.string()),
  params: z.json().optional(),
  /** Where and by what it was made. No part of any key. */
  provenance: z.record(z.string(), z.json()),
  /** The hash of `files`: what dependants see. */
  outHash: Sha256,
  files: z.array(FileRecord).readonly(),
  /** How long it took to make. */
  seconds: z.number().nonnegative(),
}).readonly();

/** What is recorded about an entry of the store: its `meta.json`. */
export type EntryMeta = z.infer<typeof Schema>;

/** What a `meta.json` says, or undefined if it is torn or something else. */
export function parseEntryMeta(text: string): EntryMeta | undefined {
  try {
    return Schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** @throws {TypeError} If the value would not be read back as it is. */
export function checkEntryMeta(value: unknown): EntryMeta {
  const result = Schema.safeParse(value);
  if (result.success) return result.data;
  throw new TypeError(
    `Cannot publish to the cache: ${listComplaints(result.error.issues)}`,
  );
}
