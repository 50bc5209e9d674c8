import { isAbsolute, join, resolve } from "node:path";
import { noCacheRoot } from "../errors/store.ts";

/** Reads a variable of the environment. */
type ReadVariable = (name: string) => string | undefined;

const fromEnvironment: ReadVariable = (name) => Deno.env.get(name);

/**
 * The folder where Leat keeps what it fetched and computed: `LEAT_CACHE`, or
 * `leat` in `LEAT_CACHE_HOME`, in `XDG_CACHE_HOME`, or in `.cache` of the home
 * folder.
 *
 * A relative `LEAT_CACHE` counts from where the command was given, also within
 * `deno task`. `XDG_CACHE_HOME` must be absolute to count, as its standard says.
 *
 * @param read Reads a variable of the environment.
 * @throws {PipelineError} If there is no home folder either.
 *
 * @example
 * ```ts
 * import { defaultCacheRoot } from "./root.ts";
 * import assert from "node:assert/strict";
 *
 * const environment: Record<string, string> = { LEAT_CACHE: "/data/leat" };
 * assert.equal(defaultCacheRoot((name) => environment[name]), "/data/leat");
 * ```
 */
export function defaultCacheRoot(read: ReadVariable = fromEnvironment): string {
  const own = read("LEAT_CACHE");
  return own ? resolve(read("INIT_CWD") ?? ".", own) : userCacheRoot(read);
}

/**
 * The same without `LEAT_CACHE`: for what is shared whatever cache is chosen,
 * such as a driver.
 *
 * @throws {PipelineError} If there is no home folder.
 */
export function userCacheRoot(read: ReadVariable = fromEnvironment): string {
  const shared = read("LEAT_CACHE_HOME");
  if (shared) return resolve(read("INIT_CWD") ?? ".", shared, "leat");
  const standard = read("XDG_CACHE_HOME");
  if (standard && isAbsolute(standard)) return join(standard, "leat");
  const home = read("HOME") || read("USERPROFILE");
  if (!home) throw noCacheRoot();
  return join(home, ".cache", "leat");
}
