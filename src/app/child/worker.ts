import { userCacheRoot } from "../../base/store/root.ts";
import { configFile, ownModule } from "../paths.ts";
import { pathList } from "./path_list.ts";
import { V8_FLAGS } from "./v8_flags.ts";

/**
 * How Deno starts one of our processes that compute: it reads, uses the GPU
 * and writes below its folders; it reaches no network and starts no process.
 *
 * @param file in this folder
 * @param writes folders that it may write to, besides the user's cache
 */
export function workerArguments(
  file: string,
  writes: readonly string[] = [],
): string[] {
  return [
    "run",
    "--no-prompt",
    "--quiet",
    V8_FLAGS,
    `--config=${configFile()}`,
    // What is fetched from the web runs with less, if at all.
    "--no-remote",
    "--allow-read",
    // A driver may have to be unpacked there, and which kernels suit it be kept.
    `--allow-write=${pathList([...writes, userCacheRoot()])}`,
    "--allow-env",
    "--allow-sys",
    "--allow-ffi",
    ownModule(`src/app/child/${file}`),
  ];
}
