import { dirname, join } from "node:path";
import {
  type Conflict,
  folderTaken,
  folderUnwritable,
} from "../../base/errors/init.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import { lackingOf } from "./lacking.ts";
import { newFiles } from "./new_files.ts";
import { type Origin, originOf } from "./origin.ts";

/** What became of a folder. */
export interface Begun {
  /** Paths of the files that were written. */
  readonly written: readonly string[];
  /** Paths of those that were there and can stay. */
  readonly kept: readonly string[];
  readonly origin: Origin;
}

/** A file of that name in a folder, under whichever name it has. */
async function present(
  folder: string,
  path: string,
): Promise<{ readonly path: string; readonly text: string } | undefined> {
  const names = path === "deno.json" ? [path, "deno.jsonc"] : [path];
  for (const name of names) {
    const text = await unlessAbsent(Deno.readTextFile(join(folder, name)));
    if (text !== undefined) return { path: name, text };
  }
  return undefined;
}

/** What is to be written, what can stay, what is in the way. */
async function compare(
  folder: string,
  files: ReadonlyMap<string, string>,
) {
  const missing: (readonly [path: string, text: string])[] = [];
  const kept: string[] = [];
  const conflicts: Conflict[] = [];
  for (const [path, text] of files) {
    const there = await present(folder, path);
    if (there === undefined) {
      missing.push([path, text]);
      continue;
    }
    const lacking = lackingOf(there.path, text, there.text);
    if (lacking?.length === 0) kept.push(there.path);
    else conflicts.push({ path: there.path, ...lacking && { lacking } });
  }
  return { missing, kept, conflicts };
}

async function write(folder: string, path: string, text: string) {
  const absolute = join(folder, path);
  await Deno.mkdir(dirname(absolute), { recursive: true });
  // Somebody may have written it since.
  await Deno.writeTextFile(absolute, text, { createNew: true });
}

/**
 * Makes a repository of one's own in a folder: tasks, a first pipeline with its
 * test, and a CI workflow. Files that are there stay as they are: either they
 * have all that is needed, or nothing is written at all.
 *
 * @param version of Leat, that the repository is to use
 * @throws {PipelineError} when a file is in the way, or the folder cannot be
 * written to
 */
export async function begin(
  folder: string,
  version: string,
): Promise<Begun> {
  try {
    await Deno.mkdir(folder, { recursive: true });
    const origin = await originOf(folder);
    const files = await newFiles(version, origin);
    const { missing, kept, conflicts } = await compare(folder, files);
    if (conflicts.length > 0) throw folderTaken(folder, conflicts);
    for (const [path, text] of missing) await write(folder, path, text);
    return { written: missing.map(([path]) => path), kept, origin };
  } catch (error) {
    if (error instanceof PipelineError) throw error;
    throw folderUnwritable(folder, error);
  }
}
