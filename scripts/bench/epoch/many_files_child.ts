/**
 * Packs images of a folder, or reads what was packed as an epoch does, and
 * prints the most memory that this process ever took, in megabytes.
 *
 *     many_files_child.ts pack <images> <packed> <count>
 *     many_files_child.ts read <packed>
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { type PackIndex, packItems } from "../../../src/engine/data/pack.ts";
import { PackedItems } from "../../../src/engine/data/packed_items.ts";
import { placementOf } from "../../../src/engine/data/room.ts";
import { image } from "../../../src/stages/input/image.ts";
import { fileName } from "./drawn_files.ts";

const SIZE = 64;
const BATCH = 32;

async function pack(
  images: string,
  packed: string,
  count: number,
): Promise<void> {
  const { behaviour } = image({ size: SIZE });
  const items = Array.from({ length: count }, (_, at) => {
    const path = fileName(at);
    const file = { path, absolute: join(images, path), size: 0, sha256: "" };
    return { id: path, item: null, file };
  });
  await packItems(behaviour.encoder(behaviour.fit([])), items, packed, {
    onProgress: () => {},
    signal: new AbortController().signal,
  });
}

async function read(packed: string): Promise<void> {
  const index: PackIndex = JSON.parse(
    await readFile(join(packed, "index.json"), "utf8"),
  );
  using items = new PackedItems(packed, index);
  const { ids } = index;
  for (let at = 0; at < ids.length; at += BATCH) {
    items.read(ids.slice(at, at + BATCH), placementOf(42, 0));
  }
}

/**
 * The most megabytes of this process. Where the system tells of itself, it does
 * so of this program alone: what `resourceUsage()` has begins with the memory of
 * the process that started it.
 */
async function peak(): Promise<number> {
  const status = await readFile("/proc/self/status", "utf8").catch(() => "");
  const [, own] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
  return Number(own ?? process.resourceUsage().maxRSS) / 1000;
}

const [task, from = "", to = "", count = ""] = Deno.args;
if (task === "pack") await pack(from, to, Number(count));
else await read(from);
console.log(await peak());
