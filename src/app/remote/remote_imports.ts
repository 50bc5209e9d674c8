import { fileURLToPath } from "node:url";
import { foreignRegistry } from "../../base/errors/remote.ts";
import { moduleGraph } from "./module_graph.ts";
import { isWebAddress } from "./remote_address.ts";

/** The modules of a pipeline file of this machine. */
export interface LocalModules {
  /** Paths of those of this machine. */
  readonly local: readonly string[];
  /** Addresses that these import. */
  readonly remote: readonly string[];
}

/**
 * Finds what a pipeline file of this machine is made of: itself, modules of
 * this machine, and the addresses that these import. None is fetched.
 *
 * @throws {PipelineError} when it imports a package of JSR, which nothing pins
 */
export async function remoteImports(
  file: string,
  signal: AbortSignal,
): Promise<LocalModules> {
  const { modules } = await moduleGraph(file, { signal });
  const local: string[] = [];
  const found = new Set<string>();
  for (const { specifier, dependencies = [] } of modules) {
    if (!specifier.startsWith("file:")) continue;
    local.push(fileURLToPath(specifier));
    for (const { code, type } of dependencies) {
      for (const target of [code?.specifier, type?.specifier]) {
        if (target === undefined) continue;
        if (target.startsWith("jsr:")) throw foreignRegistry(file, target);
        if (isWebAddress(target)) found.add(target);
      }
    }
  }
  return { local, remote: [...found].sort() };
}
