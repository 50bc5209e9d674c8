import { dirname, join } from "node:path";
import { z } from "zod";
import { isWebAddress } from "../../base/codec/web_address.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import { configFile, leatConfig } from "../paths.ts";
import type { ModuleTree } from "./module_tree.ts";

/** What Deno knows of packages, which a process may load as they are. */
const denoLock = z.looseObject({ version: z.string() });

/** Deno's lock of what a configuration names, where there is one. */
async function lockBeside(config: string) {
  const path = join(dirname(config), "deno.lock");
  const text = await unlessAbsent(Deno.readTextFile(path));
  return text && denoLock.parse(JSON.parse(text));
}

/**
 * The arguments that let a process of ours load the modules of these trees from
 * Deno's cache, as they were read, and nothing else from the web: Deno itself
 * holds each against its checksum. Of packages, it loads those that are locked.
 *
 * @param folder where a lock for the process may be put
 * @param file the pipeline: a path, or an address
 * @param trees none for a pipeline that is all of this machine
 */
export async function moduleArguments(
  folder: string,
  file: string,
  trees: readonly ModuleTree[] = [],
): Promise<readonly string[]> {
  // A pipeline of the web knows nothing of the project that it is used in.
  const config = isWebAddress(file) ? leatConfig : configFile();
  if (trees.length === 0) {
    // A name that is computed reaches no registry, either.
    return [`--config=${config}`, "--no-remote", "--cached-only"];
  }
  const remote: Record<string, string> = {};
  const redirects: Record<string, string> = {};
  for (const tree of trees) {
    for (const [url, { sha256 }] of tree.modules) remote[url] = sha256;
    Object.assign(redirects, tree.redirects);
  }
  const path = join(folder, "modules.lock");
  const packages = await lockBeside(config);
  const lock = { version: "5", ...packages || {}, redirects, remote };
  await Deno.writeTextFile(path, JSON.stringify(lock));
  // An import that is computed reaches neither the web nor the rest of the cache.
  // A project that locks no packages has nothing that could be frozen.
  const frozen = packages || config === leatConfig ? ["--frozen"] : [];
  return [`--config=${config}`, `--lock=${path}`, ...frozen, "--cached-only"];
}
