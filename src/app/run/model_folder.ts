import { dirname, join } from "node:path";
import { sha256 } from "../../base/codec/sha256.ts";
import type { Store } from "../../base/store/store.ts";
import { discard } from "../../base/store/sweep.ts";
import { FAMILIARITY_FILES } from "../../engine/model/familiarity_file.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";

/** Where the model of a pipeline is put for people. */
export function modelFolder(storeRoot: string, slug: string): string {
  return join(storeRoot, "models", slug);
}

/** The files that name what they were made of: as they are, or would be. */
async function named(...folders: readonly (string | null)[]) {
  const [model, familiarity] = folders;
  const read = async (folder: string | null | undefined, file: string) =>
    folder == null
      ? undefined
      : await unlessAbsent(Deno.readTextFile(join(folder, file)));
  return [
    await read(model, "model.json"),
    await read(familiarity, FAMILIARITY_FILES[0]),
  ] as const;
}

async function same(
  stored: readonly [model: string, familiarity: string | null],
  folder: string,
): Promise<boolean> {
  const [from, placed] = [
    await named(...stored),
    await named(folder, folder),
  ];
  return from[0] !== undefined && from[0] === placed[0] &&
    from[1] === placed[1];
}

/** Copies what is remembered of the training, where there is something. */
async function copyFamiliarity(from: string, to: string): Promise<void> {
  for (const file of FAMILIARITY_FILES) {
    await unlessAbsent(Deno.copyFile(join(from, file), join(to, file)));
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
 * as it is. The copy is whole before it takes the place of an older one.
 *
 * @param familiarity what tells what is unlike the items of its training, which
 * goes beside it; null where nothing does
 */
export async function placeModel(
  store: Store,
  stored: string,
  slug: string,
  familiarity: string | null = null,
): Promise<string> {
  const folder = modelFolder(store.root, slug);
  // Two runs of one file with other params end in the same folder.
  const name = `model-${sha256(slug).slice(0, 32)}`;
  await store.withLock(name, undefined, async () => {
    if (await same([stored, familiarity], folder)) return;
    await store.withTemporary("model", async (temporary) => {
      await copyFolder(stored, temporary);
      await Deno.remove(join(temporary, "meta.json"));
      if (familiarity !== null) {
        await copyFamiliarity(familiarity, temporary);
      }
      await Deno.mkdir(dirname(folder), { recursive: true });
      // In one step: half of it would be taken for a model.
      await discard(store.root, [folder]);
      await Deno.rename(temporary, folder);
    });
  });
  return folder;
}
