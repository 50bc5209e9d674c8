/**
 * Where SwiftShader is, and how a process is told: apart from what unpacks it,
 * which few processes need.
 *
 * @module
 */
import { join } from "node:path";
import { userCacheRoot } from "../../base/store/root.ts";

/** Of the package that brings it. */
export const SWIFTSHADER_VERSION = "153.0.0";

/** Where it is put, in the user's cache. */
export function swiftShaderFolder(): string {
  return join(userCacheRoot(), "swiftshader", SWIFTSHADER_VERSION);
}

/** The variables of the environment that name it as the only Vulkan driver. */
export function driverFiles(folder: string): Readonly<Record<string, string>> {
  const manifest = join(folder, "vk_swiftshader_icd.json");
  return {
    VK_DRIVER_FILES: manifest,
    VK_ICD_FILENAMES: manifest, // what loaders before 1.3.207 read
  };
}

/**
 * What lets a process see SwiftShader that may load no library by itself: it is
 * installed already, and found where libraries are looked for.
 */
export function swiftShaderEnvironment(): Readonly<Record<string, string>> {
  const folder = swiftShaderFolder();
  return {
    ...driverFiles(folder),
    LD_LIBRARY_PATH: folder,
    LEAT_DRIVER: "vulkan",
  };
}
