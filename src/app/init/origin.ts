import { isAbsolute, join, relative, resolve } from "node:path";
import { z } from "zod";
import { packageUnreadable } from "../../base/errors/init.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";

/** Where a repository gets Leat from. */
export type Origin =
  /** From npm, by Deno alone. */
  | { readonly type: "registry" }
  /** As its `package.json` says, by npm. */
  | {
    readonly type: "package.json";
    /** Whether npm pinned it. */
    readonly pinned: boolean;
    /** A tarball that a clone of the repository would not have. */
    readonly outside?: string;
  };

const manifest = z.looseObject({
  dependencies: z.record(z.string(), z.string()).optional(),
  devDependencies: z.record(z.string(), z.string()).optional(),
});

/** The file of a dependency, if it does not lie below the folder. */
function outsideFile(folder: string, dependency: string): string | undefined {
  const [, file] = /^file:(.*)$/.exec(dependency) ?? [];
  if (file === undefined) return undefined;
  const path = relative(folder, resolve(folder, file));
  return path.startsWith("..") || isAbsolute(path) ? file : undefined;
}

/**
 * Where a repository gets Leat from: what its `package.json` says, if there is
 * one that names Leat.
 *
 * @throws {PipelineError} when its `package.json` cannot be read
 */
export async function originOf(folder: string): Promise<Origin> {
  const path = join(folder, "package.json");
  const text = await unlessAbsent(Deno.readTextFile(path));
  if (text === undefined) return { type: "registry" };
  let read;
  try {
    read = manifest.parse(JSON.parse(text));
  } catch {
    throw packageUnreadable(path);
  }
  const leat = read.dependencies?.leat ?? read.devDependencies?.leat;
  if (leat === undefined) return { type: "registry" };
  const lock = await unlessAbsent(Deno.stat(join(folder, "package-lock.json")));
  const outside = outsideFile(folder, leat);
  return {
    type: "package.json",
    pinned: lock !== undefined,
    ...outside === undefined ? {} : { outside },
  };
}
