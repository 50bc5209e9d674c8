/**
 * What is written out on an adapter is found once and kept, so that the same
 * pipeline runs the same kernels the next time.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { tuningNotKept } from "../../base/errors/device.ts";
import { defaultCacheRoot } from "../../base/store/root.ts";
import { COMPACT, TUNED, type Tuning, UNROLLED } from "../kernels/tuning.ts";
import type { Adapter } from "./adapter.ts";
import { compilesReadily } from "./compile_cost.ts";

/** Folders where Linux keeps what tells one version of a driver from another. */
const DRIVERS = ["/usr/share/vulkan/icd.d", "/etc/vulkan/icd.d"];

/** The drivers that are installed: a new version of one is another adapter. */
function installedDrivers(): readonly string[] {
  return DRIVERS.flatMap((folder) => {
    try {
      return [...Deno.readDirSync(folder)].map(({ name }) => {
        const file = join(folder, name);
        return `${file} ${Deno.statSync(file).mtime?.getTime()}`;
      }).sort();
    } catch {
      return []; // no such folder, or it may not be read
    }
  });
}

/** Where the tuning of an adapter is kept. */
export function tuningFile({ name, driver }: Adapter): string {
  const parts = [
    name,
    driver,
    ...driver === "vulkan" ? installedDrivers() : [],
  ];
  const digest = createHash("sha256").update(parts.join("\n")).digest("hex");
  return join(defaultCacheRoot(), "tuning", `${digest.slice(0, 32)}.json`);
}

/** What is kept of an adapter, if anything that can be read. */
async function readTuning(file: string): Promise<Tuning | undefined> {
  try {
    const kept: unknown = JSON.parse(await Deno.readTextFile(file));
    if (typeof kept !== "object" || kept === null) return undefined;
    const names = "unrolled" in kept ? kept.unrolled : undefined;
    if (!Array.isArray(names)) return undefined;
    return TUNED.filter((each) => names.includes(each));
  } catch {
    return undefined;
  }
}

/**
 * Keeps the tuning of an adapter for the next time.
 *
 * @throws {PipelineError} where it cannot be written
 */
export async function writeTuning(
  adapter: Adapter,
  unrolled: Tuning,
): Promise<void> {
  const file = tuningFile(adapter);
  const text = JSON.stringify({ adapter: adapter.name, unrolled }, null, 2);
  const temporary = `${file}.${Deno.pid}`;
  try {
    await Deno.mkdir(dirname(file), { recursive: true });
    await Deno.writeTextFile(temporary, `${text}\n`);
    await Deno.rename(temporary, file); // another process may be at it
  } catch (cause) {
    throw tuningNotKept(file, cause);
  }
}

/**
 * What is written out on an adapter: what is kept, or else all of it in
 * software that compiles readily, and nothing on others.
 */
export async function tuningOf(
  gpu: GPUDevice,
  adapter: Adapter,
): Promise<Tuning> {
  const kept = await readTuning(tuningFile(adapter));
  if (kept !== undefined) return kept;
  if (!adapter.software) return COMPACT;
  const tuning = await compilesReadily(gpu) ? UNROLLED : COMPACT;
  // Where nothing may be written it is measured each time.
  await writeTuning(adapter, tuning).catch(() => {});
  return tuning;
}
