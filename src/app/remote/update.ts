import { isWebAddress } from "../../base/codec/web_address.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import type { ModulesPin } from "../lock/lock.ts";
import { changeLock, lockPath, readLock } from "../lock/lock_file.ts";
import { withPins } from "../lock/pins.ts";
import type { PipelineAddress } from "../address/locate.ts";
import { changesOf, type ModuleChange } from "./module_changes.ts";
import { type ModuleTree, pinOf } from "./module_tree.ts";
import { remoteImports } from "./remote_imports.ts";
import { resolveModules } from "./resolve_modules.ts";
import { textDifference } from "./text_difference.ts";

/** What becomes of the pin of one address. */
export interface Update {
  readonly url: string;
  /** What is pinned; nothing where it is new. */
  readonly before: ModulesPin | undefined;
  /** What is there now. */
  readonly tree: ModuleTree;
  readonly changes: readonly Changed[];
}

/** A module that is not what it was. */
export interface Changed extends ModuleChange {
  /** Its text before and now, as a unified difference. */
  readonly difference: readonly string[];
}

/** What the modules say that Deno's cache holds, if it holds those pinned. */
async function cachedTree(
  url: string,
  signal: AbortSignal,
): Promise<ModuleTree | undefined> {
  try {
    return await resolveModules(url, { signal });
  } catch (error) {
    if (error instanceof PipelineError) return undefined;
    throw error;
  }
}

function textOf(
  tree: ModuleTree | undefined,
  url: string,
  sha256: string | undefined,
): string | undefined {
  const module = tree?.modules.get(url);
  if (module === undefined || module.sha256 !== sha256) return undefined;
  return new TextDecoder().decode(module.bytes);
}

async function updateOf(
  url: string,
  before: ModulesPin | undefined,
  signal: AbortSignal,
): Promise<Update> {
  // Its texts are those that were pinned, as long as nothing newer was fetched.
  const old = await cachedTree(url, signal);
  const tree = await resolveModules(url, { signal, reload: true });
  const changes = changesOf(before ?? { root: "", modules: {} }, tree);
  return {
    url,
    before,
    tree,
    changes: changes.map((each) => {
      const pinned = before?.modules[each.url]?.sha256;
      return {
        ...each,
        difference: textDifference(
          pinned === undefined ? "" : textOf(old, each.url, pinned),
          textOf(tree, each.url, tree.modules.get(each.url)?.sha256) ?? "",
        ),
      };
    }),
  };
}

/**
 * Fetches the modules of a pipeline anew, and compares them with the lock;
 * nothing of them is run, and nothing pinned.
 *
 * @throws {PipelineError} when they do not come, or may be no part of a pipeline
 */
export async function findUpdates(
  { file }: Pick<PipelineAddress, "file">,
  signal: AbortSignal,
): Promise<readonly Update[]> {
  const lock = await readLock(lockPath(file));
  const urls = isWebAddress(file)
    ? [file]
    : (await remoteImports(file, signal)).remote;
  const updates: Update[] = [];
  for (const url of urls) {
    const pinned = Object.hasOwn(lock.modules, url)
      ? lock.modules[url]
      : undefined;
    updates.push(await updateOf(url, pinned, signal));
  }
  return updates;
}

/** Pins what was found. Code that was allowed before must be allowed anew. */
export async function pinUpdates(
  file: string,
  updates: readonly Update[],
): Promise<boolean> {
  const modules = Object.fromEntries(
    updates.map(({ url, tree }) => [url, pinOf(tree)]),
  );
  return await changeLock(
    lockPath(file),
    (lock) => withPins(lock, { modules }),
  );
}
