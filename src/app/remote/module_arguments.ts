import { join } from "node:path";
import { z } from "zod";
import { leatRoot } from "../paths.ts";
import type { ModuleTree } from "./module_tree.ts";

/** What Deno knows of the packages that Leat itself is made of. */
const denoLock = z.looseObject({ version: z.string() });

/**
 * The arguments that let a process of ours load the modules of these trees from
 * Deno's cache, as they were read, and nothing else from the web: Deno itself
 * holds each against its checksum. Of packages, it loads those of Leat alone.
 *
 * @param folder where a lock for the process may be put
 * @param trees none for a pipeline that is all of this machine
 */
export async function moduleArguments(
  folder: string,
  trees: readonly ModuleTree[] = [],
): Promise<readonly string[]> {
  // A name that is computed reaches no registry, either.
  if (trees.length === 0) return ["--no-remote", "--cached-only"];
  const own = await Deno.readTextFile(join(leatRoot, "deno.lock"));
  const remote: Record<string, string> = {};
  const redirects: Record<string, string> = {};
  for (const tree of trees) {
    for (const [url, { sha256 }] of tree.modules) remote[url] = sha256;
    Object.assign(redirects, tree.redirects);
  }
  const path = join(folder, "modules.lock");
  const lock = { ...denoLock.parse(JSON.parse(own)), redirects, remote };
  await Deno.writeTextFile(path, JSON.stringify(lock));
  // An import that is computed reaches neither the web nor the rest of the cache.
  return [`--lock=${path}`, "--frozen", "--cached-only"];
}
