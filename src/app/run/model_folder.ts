import { dirname, join } from "node:path";
import { sha256 } from "../../base/codec/sha256.ts";
import type { Store } from "../../base/store/store.ts";
import { discard } from "../../base/store/sweep.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";

/** Where the model of a pipeline is put for people. */
export function modelFolder(storeRoot: string, slug: string): string {
  return join(storeRoot, "models", slug);
}

async function same(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all(
    [a, b].map((folder) =>
      unlessAbsent(Deno.readTextFile(join(folder, "model.json")))
    ),
  );
  return first !== undefined && first === second;
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
 */
export async function placeModel(
  store: Store,
  stored: string,
  slug: string,
): Promise<string> {
  const folder = modelFolder(store.root, slug);
  // Two runs of one file with other params end in the same folder.
  const name = `model-${sha256(slug).slice(0, 32)}`;
  await store.withLock(name, undefined, async () => {
    if (await same(stored, folder)) return;
    await store.withTemporary("model", async (temporary) => {
      await copyFolder(stored, temporary);
      await Deno.remove(join(temporary, "meta.json"));
      await Deno.mkdir(dirname(folder), { recursive: true });
      // In one step: half of it would be taken for a model.
      await discard(store.root, [folder]);
      await Deno.rename(temporary, folder);
    });
  });
  return folder;
}
