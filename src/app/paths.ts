import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Where Leat itself is: the folder with `deno.json`. */
export const leatRoot: string = fileURLToPath(
  new URL("../..", import.meta.url),
);

/** Where the command was given; `deno task` itself runs in Leat's folder. */
export function callerFolder(): string {
  return Deno.env.get("INIT_CWD") ?? Deno.cwd();
}

/** Where results and models are kept: `LEAT_CACHE`, or `.leat` in Leat's folder. */
export function storeRoot(): string {
  const own = Deno.env.get("LEAT_CACHE");
  return own ? resolve(callerFolder(), own) : join(leatRoot, ".leat");
}
