/**
 * A small disk, where this process may mount one.
 *
 * @module
 */
import assert from "node:assert/strict";
import { withFolder } from "../../../_folder.ts";

function run(command: string, args: readonly string[]): boolean {
  try {
    return new Deno.Command(command, { args: [...args], stderr: "null" })
      .outputSync().success;
  } catch {
    return false;
  }
}

function mount(folder: string, bytes: number): boolean {
  const options = `size=${bytes}`;
  return run("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder]);
}

/** Lazily: another process may look into it at this moment. */
const unmount = (folder: string) => run("umount", ["--lazy", folder]);

/** Whether this process may mount: as root, in most containers not. */
export function mayMount(): boolean {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
  const folder = Deno.makeTempDirSync();
  const mounted = mount(folder, 65_536);
  if (mounted) unmount(folder);
  Deno.removeSync(folder);
  return mounted;
}

/** Runs with a disk of its own. */
export function withDisk(
  bytes: number,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  return withFolder(async (folder) => {
    assert.ok(mount(folder, bytes));
    try {
      await use(folder);
    } finally {
      unmount(folder);
    }
  });
}

/** Makes a mounted disk read-only, or writable again. */
export function remount(folder: string, mode: "ro" | "rw"): void {
  assert.ok(run("mount", ["-o", `remount,${mode}`, folder]));
}

/** Fills a file until no byte more fits, but for some. */
export async function fill(path: string, free: number): Promise<void> {
  using file = await Deno.open(path, { write: true, create: true });
  const block = new Uint8Array(4_096);
  let size = 0;
  try {
    while (true) size += await file.write(block);
  } catch (error) {
    if (
      !(error instanceof Error && "code" in error && error.code === "ENOSPC")
    ) {
      throw error;
    }
  }
  await file.truncate(Math.max(0, size - free));
}
