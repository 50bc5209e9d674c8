import { hashOf } from "../../../src/base/codec/sha256.ts";
import { openStore, type Store } from "../../../src/base/store/store.ts";
import { withFolder } from "../../_folder.ts";

export const ABOUT = { kind: "test", version: 1, inputs: {} } as const;

/** The key of a name. */
export function keyOf(name: string): string {
  return hashOf(["test", name]);
}

export function withStore(run: (store: Store) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => await run(await openStore(folder)));
}

/** A `write` for `publish()`. */
export function text(content: string, file = "text") {
  return (folder: string) => Deno.writeTextFile(`${folder}/${file}`, content);
}

export function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

/** Whether this process may mount: as root, in most containers not. */
export function mayMount(): boolean {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
  const folder = Deno.makeTempDirSync();
  const mounted = mount(folder, "-t", "tmpfs", "tmpfs");
  if (mounted) unmount(folder);
  Deno.removeSync(folder);
  return mounted;
}

export function mount(folder: string, ...options: string[]): boolean {
  const args = [...options, folder];
  return new Deno.Command("mount", { args, stderr: "null" }).outputSync()
    .success;
}

export function unmount(folder: string): void {
  // Lazily: another process may look into it at this moment.
  new Deno.Command("umount", { args: ["--lazy", folder] }).outputSync();
}
