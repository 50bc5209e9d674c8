import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { packageAbsent } from "../../base/errors/location.ts";
import { pathBelow } from "./plain_file.ts";
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
  const [, name = "", path = ""] = /^((?:@[\w.-]+\/)?\w[\w.-]*)\/(.+)$/.exec(file) ??
    [];
  const entry = import.meta.resolve(`${name}/`);
  if (!entry.startsWith("file:")) throw packageAbsent(file);
  // The entry lies somewhere in the package; its package.json at the top.
  let folder = dirname(fileURLToPath(entry));
  while (!await isThere(join(folder, "package.json"))) {
    if (folder === dirname(folder)) throw packageAbsent(file);
    folder = dirname(folder);
  }
  return pathBelow(folder, path);
}
