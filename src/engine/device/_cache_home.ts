import { homedir } from "node:os";
import { join } from "node:path";

/** The folder of this user's cached downloads: `LEAT_CACHE_HOME`, else `leat` in the cache folder. */
export function cacheHome(): string {
  const own = Deno.env.get("LEAT_CACHE_HOME");
  if (own) return own;
  const shared = Deno.env.get("XDG_CACHE_HOME");
  return join(shared || join(homedir(), ".cache"), "leat");
}
