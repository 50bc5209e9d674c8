import { fileURLToPath } from "node:url";
import { isWebAddress } from "../../base/codec/web_address.ts";
import { foreignRegistry } from "../../base/errors/remote.ts";
import { checkLocalData } from "./local_data.ts";
import { moduleGraph } from "./module_graph.ts";

/** Deno runs files of other names as well, and shows where they are wrong. */
const MODULE = /\.[cm]?[jt]sx?$/;

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
 * @throws {PipelineError} when it imports a package of JSR, which nothing pins,
 * or data of another project
 */
export async function remoteImports(
  file: string,
  signal: AbortSignal,
): Promise<LocalModules> {
  const { modules } = await moduleGraph(file, { signal });
  const local: string[] = [];
  const found = new Set<string>();
  const data: string[] = [];
  for (const { specifier, kind, dependencies = [] } of modules) {
    if (!specifier.startsWith("file:")) continue;
    const path = fileURLToPath(specifier);
    local.push(path);
    if (kind !== "esm" || !MODULE.test(path)) data.push(path);
    for (const { code, type } of dependencies) {
      for (const target of [code?.specifier, type?.specifier]) {
        if (target === undefined) continue;
        if (target.startsWith("jsr:")) throw foreignRegistry(file, target);
        if (isWebAddress(target)) found.add(target);
      }
    }
  }
  await checkLocalData(file, data);
  return { local, remote: [...found].sort() };
}
