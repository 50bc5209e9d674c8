import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isInstalled, leatRoot, projectRoot } from "../paths.ts";
import { packageAbsent } from "../../base/errors/location.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";

async function isThere(path: string): Promise<boolean> {
  return await unlessAbsent(Deno.stat(path)) !== undefined;
}

/** The folders above a file or folder, the nearest first. */
function above(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === path ? [] : [folder, ...above(folder)];
}

/** The first of some folders that holds a file or folder of that name. */
async function holding(
  folders: readonly string[],
  name: string,
): Promise<string | undefined> {
  for (const folder of folders) {
    if (await isThere(join(folder, name))) return folder;
  }
  return undefined;
}

/** The folder of a package, as Leat's import map says. */
async function mappedFolder(name: string): Promise<string | undefined> {
  let entry: string;
  try {
    entry = import.meta.resolve(`${name}/`);
  } catch {
    return undefined;
  }
  if (!entry.startsWith("file:")) return undefined;
  // The entry lies somewhere in the package; its package.json at the top.
  return await holding(above(fileURLToPath(entry)), "package.json");
}

/** The folder of a package that was installed for Leat, or for the project. */
async function installedFolder(name: string): Promise<string | undefined> {
  const inside = join("node_modules", name);
  const project = projectRoot();
  const folder = await holding(
    [...above(leatRoot), project, ...above(project)],
    inside,
  );
  return folder && join(folder, inside);
}

/**
 * Where a file of an npm package is, whether or not the package exports it.
 * What Leat depends on is of the version that Leat says.
 *
 * @param file `package/path/in/the/package.csv`
 * @throws {PipelineError} when the package is not here, or the path leads out
 * of it
 */
export async function packageFile(file: string): Promise<string> {
  const [, name = "", path = ""] = /^((?:@[^/]+\/)?[^/]+)\/(.+)$/.exec(file) ??
    [];
  if (file.split(/[/\\]/).includes("..")) throw packageAbsent(file);
  const find = isInstalled ? installedFolder : mappedFolder;
  const folder = name === "leat" ? leatRoot : await find(name);
  if (folder === undefined) throw packageAbsent(file);
  return join(folder, path);
}
