import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { moduleHref } from "../../base/codec/web_address.ts";
import { defaultCacheRoot, userCacheRoot } from "../../base/store/root.ts";
import { swiftShaderEnvironment } from "../../engine/device/swiftshader_place.ts";
import { ownModule } from "../paths.ts";
import { moduleArguments } from "../remote/module_arguments.ts";
import type { ModuleTree } from "../remote/module_tree.ts";
import { pathList } from "./path_list.ts";
import { V8_FLAGS } from "./v8_flags.ts";

/** Variables that computing needs; none of them is a secret. */
const NEEDED = [
  "DENO_DIR",
  "DENO_WEBGPU_BACKEND",
  "HOME",
  "INIT_CWD",
  "LEAT_CACHE",
  "LEAT_CACHE_HOME",
  "LEAT_DRIVER",
  "LEAT_SAVE_EVERY",
  "LOCALAPPDATA",
  "SystemRoot",
  "USERPROFILE",
  "XDG_CACHE_HOME",
  "XDG_RUNTIME_DIR",
];

/** What code of the web may do while it computes. */
export interface Confines {
  /** A folder of the process, in which nothing else lies. */
  readonly folder: string;
  /** Its path, or its address. */
  readonly pipeline: string;
  /** The modules of the web that it may load. */
  readonly trees: readonly ModuleTree[];
  /** Files and folders, besides the user's cache. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** What computes, where that is known. */
  readonly driver: string | undefined;
}

function environment(driver: string | undefined): Record<string, string> {
  const kept: Record<string, string> = {
    NO_COLOR: "1",
    DENO_NO_UPDATE_CHECK: "1",
  };
  for (const name of NEEDED) {
    const value = Deno.env.get(name);
    if (value !== undefined) kept[name] = value;
  }
  return driver === "swiftshader"
    ? { ...kept, ...swiftShaderEnvironment() }
    : kept;
}

/**
 * The module that such a process starts with. What is imported by an address
 * that stands in the text needs no right to be read.
 */
function confinedModule(file: string, pipeline: string): string {
  const ours = pathToFileURL(ownModule(`src/app/child/${file}`)).href;
  return `import { serve } from ${JSON.stringify(ours)};
await serve(() => import(${JSON.stringify(moduleHref(pipeline))}));
`;
}

/**
 * How Deno starts one of our processes that compute when it runs code of the
 * web. It uses the GPU, reads what the training is of, and writes its results;
 * it has no network, starts no process, loads no native library, and finds
 * nothing of the user's in its environment.
 *
 * Without native libraries no image is decoded: that is done before, by a
 * process that runs code of Leat alone.
 *
 * @param file in this folder; it exports `serve`
 */
export async function confinedCommand(
  file: string,
  { folder, pipeline, trees, reads, writes, driver }: Confines,
): Promise<Pick<Deno.CommandOptions, "args" | "clearEnv" | "env" | "cwd">> {
  const caches = [defaultCacheRoot(), userCacheRoot()];
  const entry = join(folder, "entry.ts");
  await Deno.writeTextFile(entry, confinedModule(file, pipeline));
  return {
    args: [
      "run",
      "--no-prompt",
      "--quiet",
      V8_FLAGS,
      ...await moduleArguments(folder, pipeline, trees),
      `--allow-read=${pathList([...new Set([...reads, ...caches])])}`,
      ...writes.length > 0 ? [`--allow-write=${pathList(writes)}`] : [],
      // Of an environment that was emptied.
      "--allow-env",
      entry,
    ],
    clearEnv: true,
    env: environment(driver),
    cwd: folder,
  };
}
