import { checkGraph } from "./check_graph.ts";
import { type GraphOptions, moduleGraph } from "./module_graph.ts";
import { type ModuleTree, moduleTree } from "./module_tree.ts";
import { moduleUrl } from "../address/remote_address.ts";

/**
 * Finds and reads the modules of a pipeline from an address, without running
 * any of them. What Deno's cache holds needs no network.
 *
 * @throws {PipelineError} when a module does not come, or is none that a
 * pipeline from an address may be made of
 */
export async function resolveModules(
  url: string,
  options: Omit<GraphOptions, "host">,
): Promise<ModuleTree> {
  const entry = moduleUrl(url);
  const host = entry.port === ""
    ? `${entry.hostname}:${entry.protocol === "https:" ? 443 : 80}`
    : entry.host;
  const graph = await moduleGraph(url, { ...options, host });
  checkGraph(graph, entry);
  return await moduleTree(url, graph);
}
