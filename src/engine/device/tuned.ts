/**
 * The forms that kernels have on an adapter are found once and kept, so that the
 * same pipeline runs the same kernels the next time.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { tuningNotKept } from "../../base/errors/device.ts";
import { userCacheRoot } from "../../base/store/root.ts";
import {
  COMPACT,
  type Form,
  FORMS,
  FORMS_VERSION,
  SHARED,
  type Tried,
  TUNED,
  type Tuned,
  type Tuning,
} from "../kernels/tuning.ts";
import type { Adapter } from "./adapter.ts";
import { compilesReadily } from "./compile_cost.ts";

/** Folders where Linux keeps what tells one version of a driver from another. */
const DRIVERS = ["/usr/share/vulkan/icd.d", "/etc/vulkan/icd.d"];

/** Variables that name drivers, which Vulkan takes instead of those. */
const NAMED_DRIVERS = ["VK_DRIVER_FILES", "VK_ICD_FILENAMES"];

/** A file with what tells one version of it from another. */
function versionOf(file: string): string {
  try {
    return `${file} ${Deno.statSync(file).mtime?.getTime()}`;
  } catch {
    return file; // there is none, or it may not be read
  }
}

/** The drivers that are installed: a new version of one is another adapter. */
function installedDrivers(): readonly string[] {
  const named = NAMED_DRIVERS.flatMap((name) => Deno.env.get(name) ?? [])
    .flatMap((files) => files.split(":").map(versionOf));
  const installed = DRIVERS.flatMap((folder) => {
    try {
      return [...Deno.readDirSync(folder)].map(({ name }) => {
        return versionOf(join(folder, name));
      }).sort();
    } catch {
      return []; // no such folder, or it may not be read
    }
  });
  return [...installed, ...named];
}

/** Where the tuning of an adapter is kept. */
export function tuningFile({ name, driver }: Adapter): string {
  const parts = [
    name,
    driver,
    ...driver === "vulkan" ? installedDrivers() : [],
  ];
  const digest = createHash("sha256").update(parts.join("\n")).digest("hex");
  return join(userCacheRoot(), "tuning", `${digest.slice(0, 32)}.json`);
}

/** The forms of kernels on an adapter, and how they were found. */
export interface KnownTuning {
  readonly tuning: Tuning;
  /** Whether they were measured; else they are what is likely to be fast. */
  readonly measured: boolean;
  /** What of them was measured so far. */
  readonly tried?: Tried;
}

/** The entries of what may be an object. */
function entriesOf(value: unknown): ReadonlyMap<string, unknown> {
  const isObject = typeof value === "object" && value !== null;
  return new Map(isObject ? Object.entries(value) : []);
}

/** The forms of each kernel that were tried, as far as they are known. */
function triedOf(kept: unknown): Tried {
  const lists = entriesOf(kept);
  const tried: Partial<Record<Tuned, readonly Form[]>> = {};
  for (const kernel of TUNED) {
    const list = lists.get(kernel);
    if (!Array.isArray(list)) continue;
    tried[kernel] = FORMS[kernel].filter((form) => list.includes(form));
  }
  return tried;
}

/** What is kept of an adapter, if all of it can be read. */
async function readTuning(file: string): Promise<KnownTuning | undefined> {
  try {
    const kept = entriesOf(JSON.parse(await Deno.readTextFile(file)));
    const forms = entriesOf(kept.get("forms"));
    const tuning: Record<Tuned, Form> = { ...COMPACT };
    for (const kernel of TUNED) {
      const form = FORMS[kernel].find((each) => each === forms.get(kernel));
      if (form === undefined) return undefined;
      tuning[kernel] = form;
    }
    // Of other kernels, it is as likely to be fast as what a probe would find.
    const current = kept.get("version") === FORMS_VERSION;
    const measured = current && kept.get("measured") === true;
    const tried = current ? triedOf(kept.get("tried")) : {};
    return { tuning, measured, ...measured ? {} : { tried } };
  } catch {
    return undefined;
  }
}

/** Whether all of an adapter was measured, by this process or another one. */
export async function isMeasured(adapter: Adapter): Promise<boolean> {
  return (await readTuning(tuningFile(adapter)))?.measured === true;
}

/**
 * Makes the folder in which the tuning of an adapter is kept.
 *
 * @throws {PipelineError} where that cannot be
 */
export async function placeTuning(adapter: Adapter): Promise<void> {
  const file = tuningFile(adapter);
  try {
    await Deno.mkdir(dirname(file), { recursive: true });
  } catch (cause) {
    throw tuningNotKept(file, cause);
  }
}

/**
 * Keeps the tuning of an adapter for the next time.
 *
 * @throws {PipelineError} where it cannot be written
 */
export async function writeTuning(
  adapter: Adapter,
  { tuning: forms, measured, tried }: KnownTuning,
): Promise<void> {
  const file = tuningFile(adapter);
  const kept = {
    adapter: adapter.name,
    version: FORMS_VERSION,
    measured,
    forms,
    tried,
  };
  const text = JSON.stringify(kept, null, 2);
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
 * The forms of kernels on an adapter: what is kept; or else what is likely to
 * be fast. That is shared memory on a GPU. Software waits at its barriers: there
 * it is what multiplies least, and what is written out where that compiles
 * readily. A training measures them beside its steps.
 */
export async function tuningOf(
  gpu: GPUDevice,
  adapter: Adapter,
): Promise<KnownTuning> {
  const kept = await readTuning(tuningFile(adapter));
  if (kept !== undefined) return kept;
  const tuning = adapter.software ? await probe(gpu) : SHARED;
  const likely = { tuning, measured: false };
  // Where nothing may be written it is found each time.
  await writeTuning(adapter, likely).catch(() => {});
  return likely;
}

/**
 * What was fastest with each driver that was measured: Winograd's way, and loops
 * where it is not worth its transforms. Shared memory is slow in software,
 * which waits at the barriers. Where reads take long to compile they are written
 * out for each lane, and all but short bodies are slow too.
 */
async function probe(gpu: GPUDevice): Promise<Tuning> {
  const readily = await compilesReadily(gpu);
  return {
    "convolution": "winograd",
    "filter gradient": "winograd",
    "other convolution": readily ? "compact" : "short",
    "other filter gradient": readily ? "compact" : "short",
    "small convolution": readily ? "compact" : "short",
    "small filter gradient": readily ? "unrolled" : "short",
  };
}
