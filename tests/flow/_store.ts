import { openStore, type Store } from "../../src/base/store/store.ts";
import { withFolder } from "../_folder.ts";

/** A disk in memory, where there is one: each publication is synced. */
function fastDisk(): { readonly dir?: string } {
  const dir = "/dev/shm";
  try {
    return Deno.statSync(dir).isDirectory ? { dir } : {};
  } catch {
    return {};
  }
}

/** Runs with a store in a new folder, which is removed after. */
export function withStore(
  run: (store: Store) => Promise<void>,
): Promise<void> {
  return withFolder(
    async (folder) => await run(await openStore(folder)),
    fastDisk(),
  );
}
