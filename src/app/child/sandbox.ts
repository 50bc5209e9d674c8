import { pathToFileURL } from "node:url";
import { configFile, ownModule } from "../paths.ts";

/** Variables that Deno needs to find its caches and registries. */
const NEEDED = [
  "DENO_DIR",
  "HOME",
  "USERPROFILE",
  "LOCALAPPDATA",
  "SystemRoot",
  "XDG_CACHE_HOME",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "NPM_CONFIG_REGISTRY",
  "npm_config_registry",
  "DENO_CERT",
  "DENO_TLS_CA_STORE",
  "SSL_CERT_FILE",
  "NODE_EXTRA_CA_CERTS",
];

/** The environment of a process without rights: no secrets, no GPU. */
export function sandboxEnvironment(): Record<string, string> {
  const environment: Record<string, string> = {
    NO_COLOR: "1",
    DENO_NO_UPDATE_CHECK: "1",
    DENO_WEBGPU_BACKEND: "none",
  };
  for (const name of NEEDED) {
    const value = Deno.env.get(name);
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}

/** How Deno starts a process without rights. */
export function sandboxArguments(entry: string): string[] {
  return [
    "run",
    "--no-prompt",
    "--quiet",
    `--config=${configFile()}`,
    "--v8-flags=--max-old-space-size=1024",
    entry,
  ];
}

/**
 * The module that such a process starts with. Imports whose address stands in
 * the text need no right to read, which a path that is given later would.
 *
 * @param marker what its answers begin with
 */
export function entryModule(file: string, marker: string): string {
  const url = (path: string) => JSON.stringify(pathToFileURL(path).href);
  const ours = (name: string) => url(ownModule(`src/app/child/${name}`));
  return `import ${ours("ignore_interrupts.ts")};
import { serve } from ${ours("pipeline_child.ts")};
await serve(() => import(${url(file)}), ${JSON.stringify(marker)});
`;
}
