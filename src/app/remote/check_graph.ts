import {
  emptyGraph,
  foreignImport,
  graphTooLarge,
  moduleAbsent,
  refusedImport,
} from "../../base/errors/remote.ts";
import type { GraphModule, ModuleGraph } from "./module_graph.ts";

/** What a pipeline may be made of. */
const MOST = { modules: 64, bytes: 2 ** 20 };

/** What a pipeline is written in: the very Leat that runs it. */
const LEAT = "leat";

/** What Deno says of a host that modules may not come from. */
const ELSEWHERE = /^Requires import access to "(.*?)"/;

/** Why a module may not be part of a pipeline, by how it is named. */
const SCHEMES: Readonly<Record<string, string>> = {
  "npm:": "packages of npm are not pinned by what is inside them",
  "jsr:": "packages of JSR are not pinned by what is inside them",
  "node:": "it stands for the rights of a program",
  "data:": "its text is made up on the way",
  "blob:": "its text is made up on the way",
  "file:": "it lies on this machine",
};

function checkModule(
  { specifier, kind, error, local }: GraphModule,
  entry: URL,
): void {
  const url = new URL(specifier);
  const why = SCHEMES[url.protocol];
  if (why !== undefined) throw refusedImport(entry.href, specifier, why);
  const [, elsewhere] = ELSEWHERE.exec(error ?? "") ?? [];
  if (elsewhere !== undefined || url.origin !== entry.origin) {
    throw foreignImport(entry.href, specifier, elsewhere ?? url.host);
  }
  if (error !== undefined) throw moduleAbsent(entry.href, specifier, error);
  if ((kind !== "esm" && kind !== "asserted") || local === undefined) {
    const how = kind === "external" ? "" : ` but of kind "${kind}"`;
    const fact = `it is no module and no JSON${how}`;
    throw refusedImport(entry.href, specifier, fact);
  }
}

/**
 * How modules name what they import: `leat` alone is given to a pipeline, and
 * Deno does not hold text or bytes against a lock.
 */
function checkImports({ dependencies = [] }: GraphModule, entry: URL): void {
  for (const { specifier, code, type, assertionType } of dependencies) {
    if (assertionType !== undefined && assertionType !== "json") {
      const how = `it is imported as ${assertionType}, not as a module or JSON`;
      throw refusedImport(entry.href, specifier, how);
    }
    const lost = code?.error ?? type?.error;
    if (lost === undefined || specifier === LEAT) continue;
    throw refusedImport(
      entry.href,
      specifier,
      `only "${LEAT}" and relative paths have a meaning there`,
    );
  }
}

/**
 * Checks what a pipeline is made of: modules and JSON of its own origin, and
 * what Leat gives it. Nothing of it has been run.
 *
 * @param entry where the pipeline was asked for
 * @throws {PipelineError} when there is something else, or too much
 */
export function checkGraph({ modules }: ModuleGraph, entry: URL): void {
  if (modules.length === 0) throw emptyGraph(entry.href);
  for (const module of modules) checkImports(module, entry);
  for (const module of modules) checkModule(module, entry);
  if (modules.length > MOST.modules) {
    const most = `${MOST.modules} modules`;
    throw graphTooLarge(entry.href, `${modules.length} modules`, most);
  }
  const bytes = modules.reduce((sum, { size = 0 }) => sum + size, 0);
  if (bytes > MOST.bytes) {
    throw graphTooLarge(entry.href, `${bytes} bytes`, `${MOST.bytes} bytes`);
  }
}
