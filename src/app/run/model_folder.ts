import { join } from "node:path";

/** Where the model of a pipeline is put for people. */
export function modelFolder(storeRoot: string, slug: string): string {
  return join(storeRoot, "models", slug);
}

async function same(a: string, b: string): Promise<boolean> {
  try {
    const [first, second] = await Promise.all([
      Deno.readTextFile(join(a, "model.json")),
      Deno.readTextFile(join(b, "model.json")),
    ]);
    return first === second;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copyFolder(join(from, name), join(to, name));
    else await Deno.copyFile(join(from, name), join(to, name));
  }
}

/**
 * Copies a stored model to where people look for it; the same model is left
 * as it is. The copy takes the place of an older one by a rename.
 */
export async function placeModel(
  stored: string,
  storeRoot: string,
  slug: string,
): Promise<string> {
  const folder = modelFolder(storeRoot, slug);
  if (await same(stored, folder)) return folder;
  const models = join(storeRoot, "models");
  await Deno.mkdir(models, { recursive: true });
  const temporary = await Deno.makeTempDir({ dir: models, prefix: ".new-" });
  try {
    await copyFolder(stored, temporary);
    await Deno.remove(join(temporary, "meta.json"));
    await Deno.remove(folder, { recursive: true }).catch(ignoreAbsence);
    await Deno.rename(temporary, folder);
  } finally {
    await Deno.remove(temporary, { recursive: true }).catch(ignoreAbsence);
  }
  return folder;
}

function ignoreAbsence(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
