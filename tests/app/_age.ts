/**
 * Makes caches old.
 *
 * @module
 */
import { join } from "node:path";
import type { Desk } from "./_cli.ts";

/** Makes all results look as if they were last used so many hours ago. */
export async function age(desk: Desk, hours: number): Promise<void> {
  const then = new Date(Date.now() - hours * 3_600_000);
  for (const folder of ["n", "partial", "datasets", "drawn", "files"]) {
    await ageBelow(join(desk.cache, folder), then);
  }
}

async function ageBelow(folder: string, then: Date): Promise<void> {
  const entries = await Array.fromAsync(Deno.readDir(folder)).catch(() => []);
  for (const { name, isDirectory } of entries) {
    const path = join(folder, name);
    if (isDirectory) await ageBelow(path, then);
    await Deno.utime(path, then, then);
  }
}
