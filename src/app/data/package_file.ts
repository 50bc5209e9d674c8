import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fileOutside, packageAbsent } from "../../base/errors/location.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";

async function isThere(path: string): Promise<boolean> {
  return await unlessAbsent(Deno.stat(path)) !== undefined;
}

/**
 * Where a file of an npm package is, whether or not the package exports it.
 * The import map of Leat says which version of the package.
 *
 * @param file `package/path/in/the/package.csv`
 */
export async function packageFile(file: string): Promise<string> {
  // Its path is held below the package, whoever wrote it.
  if (file.split(/[/\\]/).includes("..")) throw fileOutside(file);
  const [, name = "", path = ""] = /^((?:@[^/]+\/)?[^/]+)\/(.+)$/.exec(file) ??
    [];
  const entry = import.meta.resolve(`${name}/`);
  if (!entry.startsWith("file:")) throw packageAbsent(file);
  // The entry lies somewhere in the package; its package.json at the top.
  let folder = dirname(fileURLToPath(entry));
  while (!await isThere(join(folder, "package.json"))) {
    if (folder === dirname(folder)) throw packageAbsent(file);
    folder = dirname(folder);
  }
  return join(folder, path);
}
