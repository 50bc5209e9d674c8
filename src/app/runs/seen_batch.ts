import { readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SeenBatch } from "../../flow/events/seen_batch.ts";
import { runFolder } from "./run_store.ts";

/** The file of a run that holds the batch which it showed last. */
const FILE = "batch.json";

/** Keeps a batch in the place of the one before it. */
export function keepBatch(
  storeRoot: string,
  id: string,
  batch: SeenBatch,
): void {
  const path = join(runFolder(storeRoot, id), FILE);
  // Whoever reads meanwhile reads one or the other.
  writeFileSync(`${path}.new`, JSON.stringify(batch));
  renameSync(`${path}.new`, path);
}

/** The batch that a run showed last, as it was written; nothing where none. */
export function readBatch(
  storeRoot: string,
  id: string,
): Uint8Array<ArrayBuffer> | undefined {
  const path = join(runFolder(storeRoot, id), FILE);
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
  return new Uint8Array(readFileSync(path));
}

/** Which batch that is, as a number that grows; 0 where there is none. */
export function batchVersion(storeRoot: string, id: string): number {
  const path = join(runFolder(storeRoot, id), FILE);
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
