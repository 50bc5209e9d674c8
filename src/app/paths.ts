import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Where Leat itself is: the folder with `mod.ts`. */
export const leatRoot: string = fileURLToPath(
  new URL("../..", import.meta.url),
);

/** `.ts` in Leat's own repository, `.js` where it is installed as a package. */
const ENDING = import.meta.url.slice(-3);

/** Whether Leat is a package in somebody else's repository. */
export const isInstalled: boolean = ENDING === ".js";

/**
 * The path of one of Leat's modules.
 *
 * @param path from Leat's folder; it ends in `.ts`
 */
export function ownModule(path: string): string {
  return join(leatRoot, path.replace(/\.ts$/, ENDING));
}

/** Where the command was given; `deno task` itself runs elsewhere. */
export function callerFolder(): string {
  return Deno.env.get("INIT_CWD") ?? Deno.cwd();
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    // What cannot be looked at is no file of this project.
    return false;
  }
}

/** The file of one of the names that is in a folder or nearest above it. */
function nearestAbove(
  folder: string,
  names: readonly string[],
): string | undefined {
  const here = names.map((name) => join(folder, name)).find(isFile);
  const above = dirname(folder);
  if (here !== undefined || above === folder) return here;
  return nearestAbove(above, names);
}

/** The configuration of the user's project, where it has one. */
function projectConfig(): string | undefined {
  return nearestAbove(callerFolder(), ["deno.json", "deno.jsonc"]);
}

/**
 * The user's project, whose pipelines have names and where results are kept:
 * Leat's own repository, or the folder of the `deno.json` (without one, of the
 * `package.json`) that is nearest above where the command was given.
 */
export function projectRoot(): string {
  if (!isInstalled) return leatRoot;
  const file = projectConfig() ??
    nearestAbove(callerFolder(), ["package.json"]);
  return file === undefined ? callerFolder() : dirname(file);
}

/**
 * What Deno is configured by when it runs what is neither Leat's nor the
 * project's: `"leat"` is this very Leat, and no other name means anything.
 */
export const leatConfig: string = join(leatRoot, "deno.json");

/**
 * What Deno is configured by when it runs a pipeline of this machine: its
 * imports are those of the project that it is in.
 */
export function configFile(): string {
  return isInstalled ? projectConfig() ?? leatConfig : leatConfig;
}

/**
 * Where code from the web keeps its results: a folder for each content of it,
 * which is a store.
 */
export function webStores(storeRoot: string): string {
  return join(storeRoot, "web");
}

/** Where results and models are kept: `LEAT_CACHE`, or `.leat` in the project. */
export function storeRoot(): string {
  const own = Deno.env.get("LEAT_CACHE");
  return own ? resolve(callerFolder(), own) : join(projectRoot(), ".leat");
}
