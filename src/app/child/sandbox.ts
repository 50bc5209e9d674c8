import { pathToFileURL } from "node:url";
import { moduleHref } from "../../base/codec/web_address.ts";
import { ownModule } from "../paths.ts";

/** Variables by which Deno finds what it fetched before. */
const CACHES = [
  "DENO_DIR",
  "HOME",
  "USERPROFILE",
  "LOCALAPPDATA",
  "SystemRoot",
  "XDG_CACHE_HOME",
  // It is part of the path of what came from there.
  "NPM_CONFIG_REGISTRY",
  "npm_config_registry",
];

/** The environment of a process without rights: no secrets, no GPU. */
export function sandboxEnvironment(): Record<string, string> {
  const environment: Record<string, string> = {
    NO_COLOR: "1",
    DENO_NO_UPDATE_CHECK: "1",
    DENO_WEBGPU_BACKEND: "none",
    // The shell that bounds the process looks for its commands there.
    PATH: "/usr/bin:/bin",
  };
  for (const name of CACHES) {
    const value = Deno.env.get(name);
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}

/**
 * How Deno starts a process without rights. A module that is not on this
 * machine yet is not fetched: its address may be made of a secret.
 *
 * @param modules what says which modules it may load
 * @param memory MiB of the heap
 */
export function sandboxArguments(
  entry: string,
  modules: readonly string[],
  memory: number,
): string[] {
  return [
    "run",
    "--no-prompt",
    "--quiet",
    `--v8-flags=--max-old-space-size=${memory}`,
    ...modules,
    entry,
  ];
}

/**
 * The module that such a process starts with. Imports whose address stands in
 * the text need no right to read, which a path that is given later would.
 *
 * @param file a path, or an address
 * @param marker what its answers begin with
 */
export function entryModule(file: string, marker: string): string {
  const url = (path: string) => JSON.stringify(pathToFileURL(path).href);
  const ours = (name: string) => url(ownModule(`src/app/child/${name}`));
  return `import ${ours("ignore_interrupts.ts")};
import ${ours("disarm.ts")};
import { serve } from ${ours("pipeline_child.ts")};
await serve(() => import(${JSON.stringify(moduleHref(file))}), ${
    JSON.stringify(marker)
  });
`;
}
