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
  return ownCacheRoot(read) ?? userCacheRoot(read);
}

/** The folder that `LEAT_CACHE` names, if it does. */
function ownCacheRoot(read: ReadVariable): string | undefined {
  const own = read("LEAT_CACHE");
  return own ? resolve(read("INIT_CWD") ?? ".", own) : undefined;
}

/**
 * The same, `LEAT_CACHE` last: for what belongs to the machine and its user
 * whatever cache is chosen, such as a driver and the kernels that suit it.
 *
 * @throws {PipelineError} If there is neither a home folder nor `LEAT_CACHE`.
 */
export function userCacheRoot(read: ReadVariable = fromEnvironment): string {
  const shared = read("LEAT_CACHE_HOME");
  if (shared) return resolve(read("INIT_CWD") ?? ".", shared, "leat");
  const standard = read("XDG_CACHE_HOME");
  if (standard && isAbsolute(standard)) return join(standard, "leat");
  const home = read("HOME") || read("USERPROFILE");
  if (home) return join(home, ".cache", "leat");
  const own = ownCacheRoot(read);
  if (own === undefined) throw noCacheRoot();
  return own;
}
