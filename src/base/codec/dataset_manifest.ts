import { z } from "zod";
import { FileRecord, Sha256 } from "./file_record.ts";

const Schema = z.strictObject({
  name: z.string(),
  url: z.string(),
  /** Of what was downloaded, before it was unpacked. */
  sha256: Sha256,
  /** In bytes, likewise. */
  size: z.int().nonnegative(),
  files: z.array(FileRecord).readonly(),
}).readonly();

/** What is recorded about a fetched data set: its `manifest.json`. */
export type DatasetManifest = z.infer<typeof Schema>;

/** What a manifest says, or undefined if it is torn or something else. */
export function parseDatasetManifest(
  text: string,
): DatasetManifest | undefined {
  try {
    return Schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
