/**
 * Pipelines on a server of this machine.
 *
 * @module
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { resolveModules } from "../../src/app/remote/resolve_modules.ts";
import type { ModuleTree } from "../../src/app/remote/module_tree.ts";
import { serve, type Server } from "./_server.ts";

/** A server of modules. */
export interface Web extends AsyncDisposable {
  /** `http://127.0.0.1:…`, without a slash at its end. */
  readonly url: string;
  readonly server: Server;
  /** Puts modules there, or others in their place. */
  put(modules: Readonly<Record<string, string>>): void;
  /** Reads the modules behind a path: what is cached, unless `reload`. */
  tree(path: string, reload?: boolean): Promise<ModuleTree>;
  /** The address of a path, with the root of what is there. */
  pinned(path: string): Promise<string>;
}

/** A signal that never comes. */
export const { signal } = new AbortController();

/** Where Deno keeps what it fetched. */
const denoFolder = (() => {
  const { stdout } = new Deno.Command(Deno.execPath(), {
    args: ["info", "--json"],
  }).outputSync();
  return String(JSON.parse(new TextDecoder().decode(stdout)).denoDir);
})();

/** Forgets what a server before this one had, which was given the same port. */
function forget(url: string): void {
  const { hostname, port } = new URL(url);
  const folder = join(denoFolder, "remote/http", `${hostname}_PORT${port}`);
  rmSync(folder, { recursive: true, force: true });
}

/** Starts a server of modules, by path: `/pets.ts`. */
export function web(modules: Readonly<Record<string, string>>): Web {
  const server = serve([]);
  const { url } = server;
  forget(url);
  const tree = (path: string, reload = false) =>
    resolveModules(`${url}${path}`, { signal, reload });
  const put: Web["put"] = (modules) => {
    for (const [path, text] of Object.entries(modules)) {
      server.files.set(path, new TextEncoder().encode(text));
    }
  };
  put(modules);
  return {
    url,
    server,
    put,
    tree,
    pinned: async (path) => `${url}${path}#sha256=${(await tree(path)).root}`,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
