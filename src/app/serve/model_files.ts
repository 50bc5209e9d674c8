import { join } from "node:path";
import { FAMILIARITY_FILES } from "../../engine/model/familiarity_file.ts";

const FILES = [
  "model.json",
  "vocabulary.json",
  "statistics.json",
  "weights.safetensors",
  ...FAMILIARITY_FILES,
];

/**
 * The files of a model that change with it. Leat puts a model into the place of
 * another at once; whoever copies one here does so file by file, and it is whole
 * with the last of them.
 */
export function modelFiles(folder: string): readonly string[] {
  return FILES.map((file) => join(folder, file));
}

/**
 * What tells that a file is another: weights are too large to be read whenever
 * something happens beside them.
 */
export async function fileState(path: string): Promise<string | undefined> {
  try {
    const { ino, size, mtime } = await Deno.stat(path);
    return `${ino} ${size} ${mtime?.getTime()}`;
  } catch {
    // It was removed: another may come.
    return undefined;
  }
}
