import { createHash } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import { unpackTar } from "modern-tar";
import {
  driverFileChanged,
  reasonOf,
  swiftShaderMissing,
} from "../../base/errors/device.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import { userCacheRoot } from "../../base/store/root.ts";

const VERSION = "153.0.0";
const PACKAGE = `npm:@sparticuz/chromium@${VERSION}`;
const ARCHIVE = "bin/swiftshader.tar.br";

/** What a user is told before the driver is fetched. */
export const FETCHING =
  "No Vulkan driver was found: fetching SwiftShader from npm (70 MB, this once)";

/** The driver's files and their pinned sha256. The archive's EGL libraries are left out. */
const FILES: Readonly<Record<string, string>> = {
  "libvk_swiftshader.so":
    "2f3ceffaaca7d031bc3943f8eacf398a5d9c42c5fe0d15d8840b9acfa630b58e",
  "libvulkan.so.1":
    "8ee5ac00fd7968e863b05e0f6808057db16a00ad322777e5a05bed51d4f84085",
  "vk_swiftshader_icd.json":
    "c9eef28b6b984fec220ef0abfecc40b502d46946706e47bfe97707027cb818bd",
};

// A literal import in code that never runs makes Deno fetch the package and
// resolve its name without executing a line of it; a child process keeps it
// out of our module graph and our lock file.
const LOCATE = `const never = () => import("${PACKAGE}");
console.log(import.meta.resolve("${PACKAGE}"));`;

/** Finds, and once fetches, the compressed driver; returns the path of the archive. */
export type LocateArchive = () => Promise<string>;

/**
 * Puts SwiftShader, a Vulkan driver in software, into the user's cache and
 * returns its folder. Two processes may do so at once: the folder appears by
 * one rename. Its files are checked against their sha256 on every call.
 */
export async function installSwiftShader(
  options: { readonly locate?: LocateArchive; readonly onFetch?: () => void } =
    {},
): Promise<string> {
  const parent = join(userCacheRoot(), "swiftshader");
  const folder = join(parent, VERSION);
  if (await isIntact(folder)) return folder;
  options.onFetch?.();
  const archive = await (options.locate ?? locateArchive)();
  const files = await unpack(archive);
  try {
    await write(parent, files, folder);
  } catch (cause) {
    if (cause instanceof PipelineError) throw cause;
    throw swiftShaderMissing(
      `"${folder}" cannot be written: ${reasonOf(cause)}`,
      cause,
    );
  }
  return folder;
}

async function write(
  parent: string,
  files: ReadonlyMap<string, Uint8Array>,
  folder: string,
): Promise<void> {
  await Deno.mkdir(parent, { recursive: true });
  const draft = await Deno.makeTempDir({ dir: parent, prefix: ".draft-" });
  try {
    for (const [name, bytes] of files) {
      await Deno.writeFile(join(draft, name), bytes);
    }
    await publish(draft, folder);
  } finally {
    await removeIfThere(draft);
  }
}

/** Makes this process see SwiftShader as its only Vulkan driver. */
export function loadSwiftShader(folder: string): void {
  const manifest = join(folder, "vk_swiftshader_icd.json");
  Deno.env.set("VK_DRIVER_FILES", manifest);
  Deno.env.set("VK_ICD_FILENAMES", manifest); // what loaders before 1.3.207 read
  // wgpu opens "libvulkan.so.1" by name and gets this one, since it is loaded
  // already. It is never closed: wgpu needs it as long as the process lives.
  Deno.dlopen(join(folder, "libvulkan.so.1"), {});
}

async function locateArchive(): Promise<string> {
  const { state } = await Deno.permissions.query({ name: "run" });
  if (state !== "granted") {
    throw swiftShaderMissing("it is not in the cache, and was not fetched");
  }
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", "--no-lock", "--no-config", LOCATE],
    stdout: "piped",
    stderr: "piped",
  }).output();
  const text = new TextDecoder();
  if (!success) {
    throw swiftShaderMissing(
      `${PACKAGE} cannot be fetched: ${text.decode(stderr).trim()}`,
    );
  }
  // The entry point is .../build/index.js; the archive stands beside build/.
  return new URL(`../${ARCHIVE}`, text.decode(stdout).trim()).pathname;
}

async function unpack(archive: string): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  try {
    const tar = await promisify(brotliDecompress)(await Deno.readFile(archive));
    for (const { header, data } of await unpackTar(new Uint8Array(tar))) {
      if (data !== undefined && header.name in FILES) {
        found.set(header.name, data);
      }
    }
  } catch (cause) {
    throw swiftShaderMissing(
      `"${archive}" cannot be unpacked: ${reasonOf(cause)}`,
      cause,
    );
  }
  for (const [name, expected] of Object.entries(FILES)) {
    const bytes = found.get(name);
    if (bytes === undefined) {
      throw swiftShaderMissing(`"${archive}" holds no ${name}`);
    }
    const actual = sha256(bytes);
    if (actual !== expected) throw driverFileChanged(name, expected, actual);
  }
  return found;
}

async function publish(draft: string, folder: string): Promise<void> {
  try {
    await Deno.rename(draft, folder);
    return;
  } catch (cause) {
    if (await isIntact(folder)) return; // another process was first
    if (!(await exists(folder))) throw cause;
  }
  await removeIfThere(folder); // there, and damaged
  await Deno.rename(draft, folder);
}

async function isIntact(folder: string): Promise<boolean> {
  try {
    for (const [name, expected] of Object.entries(FILES)) {
      if (sha256(await Deno.readFile(join(folder, name))) !== expected) {
        return false;
      }
    }
    return true;
  } catch {
    return false;
  }
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

async function removeIfThere(path: string): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch(() => {});
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
