import { join } from "node:path";
import { cacheInUse } from "../../base/errors/store.ts";
import { unlessUsed } from "../../base/store/in_use.ts";
import { checkStore, openStore } from "../../base/store/store.ts";
import { foldersIn } from "../../base/store/survey.ts";
import { webStores } from "../paths.ts";

/** What the folders of stores of code from the web are called. */
const WEB_STORE = /^[0-9a-f]{16}$/;

/**
 * The stores of a cache: its own first, then those that code from the web
 * computes into. What of the latter is no store of this version is left out:
 * that code may write there, and what it writes is to hinder nobody.
 *
 * @throws {PipelineError} when there is a cache of another version
 */
export async function storesIn(root: string): Promise<readonly string[]> {
  await checkStore(root);
  const folder = webStores(root);
  const stores = [root];
  for (const name of await foldersIn(folder)) {
    const store = join(folder, name);
    if (!WEB_STORE.test(name)) continue;
    if (await checkStore(store).then(() => true, () => false)) {
      stores.push(store);
    }
  }
  return stores;
}

/**
 * Runs while nobody uses any of some stores.
 *
 * @throws {PipelineError} when one is used at this moment or cannot be written
 */
export async function whileUnused<Result>(
  [root, ...others]: readonly string[],
  run: () => Promise<Result>,
): Promise<Result> {
  if (root === undefined) return await run();
  await openStore(root);
  const done = await unlessUsed(
    root,
    async () => ({ result: await whileUnused(others, run) }),
  );
  if (done === undefined) throw cacheInUse(root);
  return done.result;
}
