/**
 * Pipelines on a server of this machine.
 *
 * @module
 */
import { resolveModules } from "../../src/app/remote/resolve_modules.ts";
import type { ModuleTree } from "../../src/app/remote/module_tree.ts";
import { serve, type Server } from "./_server.ts";

/** A server of modules. */
export interface Web extends AsyncDisposable {
  /** `http://127.0.0.1:…/…`, without a slash at its end. */
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

/** Starts a server of modules, by path: `/pets.ts`. */
export function web(modules: Readonly<Record<string, string>>): Web {
  const server = serve([]);
  // Deno's cache is the user's: ports come again, with what another run served.
  const folder = `/${crypto.randomUUID().slice(0, 8)}`;
  const url = `${server.url}${folder}`;
  const tree = (path: string, reload = false) =>
    resolveModules(`${url}${path}`, { signal, reload });
  const put: Web["put"] = (modules) => {
    for (const [path, text] of Object.entries(modules)) {
      server.files.set(`${folder}${path}`, new TextEncoder().encode(text));
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
