import { dirname, join } from "node:path";
import { z } from "zod";
import { sha256File } from "../../base/codec/sha256.ts";
import { notVendored, vendoredChanged } from "../../base/errors/remote_copy.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import type { ModuleTree } from "./module_tree.ts";
import { remoteImports } from "./remote_imports.ts";

/** Beside the modules: where they came from. */
export const PROVENANCE = "provenance.json";

/** What is kept of where vendored modules came from. */
const provenance = z.looseObject({
  files: z.record(z.string(), z.looseObject({ sha256: z.string() })),
});

/** A copy of a pipeline. */
export interface Vendored {
  /** The file that the pipeline begins with. */
  readonly entry: string;
  /** All files that were written. */
  readonly files: readonly string[];
}

/** How modules are copied. */
export interface VendorOptions {
  /** Where to; made if it is not there. */
  readonly folder: string;
  /** Writes over files that were changed since they were copied. */
  readonly force: boolean;
  /** When: `2026-01-31`. */
  readonly date: string;
  readonly signal: AbortSignal;
}

const ENDINGS = /\.([cm]?[jt]sx?|json)$/;

/** The longest folder that all addresses are in, with a slash at its end. */
function commonFolder(urls: readonly string[]): string {
  const folders = urls.map((url) =>
    new URL(url).pathname.split("/").slice(0, -1)
  );
  const [first = []] = folders;
  const depth = first.findIndex((part, at) =>
    folders.some((each) => each[at] !== part)
  );
  return `${(depth < 0 ? first : first.slice(0, depth)).join("/")}/`;
}

/** Each file by its path below the folder; the modules keep their places. */
function filesOf(
  { url, modules, redirects }: ModuleTree,
): readonly VendoredFile[] {
  const entry = redirects[url] ?? url;
  const top = commonFolder([...modules.keys()]);
  return [...modules].map(([at, { bytes, sha256 }]) => {
    const { pathname, search } = new URL(at);
    const path = pathname.slice(top.length);
    const isEntry = at === entry;
    // Letters that every system takes, and no name that means something.
    const plain = path.split("/").every((part) =>
      /^[0-9A-Za-z@_+-][0-9A-Za-z@_.+-]*$/.test(part)
    );
    if (!plain || search !== "" || path === PROVENANCE) {
      throw notVendored(url, at, "its name is none for a file");
    }
    if (!ENDINGS.test(path) && !isEntry) {
      throw notVendored(url, at, "its name does not say what it is");
    }
    const named = ENDINGS.test(path) ? path : `${path}.ts`;
    return { path: named, url: at, sha256, bytes, isEntry };
  });
}

interface VendoredFile {
  readonly path: string;
  readonly url: string;
  readonly sha256: string;
  readonly bytes: Uint8Array;
  readonly isEntry: boolean;
}

/** What was copied there before, by path. */
async function earlier(
  folder: string,
): Promise<Readonly<Record<string, { readonly sha256: string }>>> {
  const text = await unlessAbsent(Deno.readTextFile(join(folder, PROVENANCE)));
  if (text === undefined) return {};
  try {
    return provenance.parse(JSON.parse(text)).files;
  } catch {
    return {};
  }
}

/** Files that somebody changed, or that were there before. */
async function changedFiles(
  folder: string,
  files: readonly VendoredFile[],
): Promise<readonly string[]> {
  const before = await earlier(folder);
  const changed: string[] = [];
  for (const { path, sha256 } of files) {
    const here = await unlessAbsent(sha256File(join(folder, path)));
    const known = Object.hasOwn(before, path)
      ? before[path]?.sha256
      : undefined;
    if (here !== undefined && here !== sha256 && here !== known) {
      changed.push(path);
    }
  }
  return changed;
}

async function writeFiles(folder: string, files: readonly VendoredFile[]) {
  for (const { path, bytes } of files) {
    const file = join(folder, path);
    await Deno.mkdir(dirname(file), { recursive: true });
    await Deno.writeFile(file, bytes);
  }
}

/** What would still come from the web, in the copy. */
async function stillRemote(
  files: readonly VendoredFile[],
  entry: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const trial = await Deno.makeTempDir({ prefix: "leat-" });
  try {
    await writeFiles(trial, files);
    return (await remoteImports(join(trial, entry), signal)).remote;
  } finally {
    await Deno.remove(trial, { recursive: true });
  }
}

/**
 * Copies the modules of a pipeline into a folder, as they are beside each
 * other, with a note of where they came from. From there on they are files of
 * this machine, trusted as such.
 *
 * @throws {PipelineError} when a file there was changed and is not to be lost,
 * or the copy would still import from the web
 */
export async function vendor(
  tree: ModuleTree,
  { folder, force, date, signal }: VendorOptions,
): Promise<Vendored> {
  const files = filesOf(tree);
  const entry = files.find(({ isEntry }) => isEntry)?.path ?? "";
  const [remote] = await stillRemote(files, entry, signal);
  if (remote !== undefined) {
    throw notVendored(
      tree.url,
      remote,
      "it is imported by its address, which a copy would import, too",
    );
  }
  const changed = force ? [] : await changedFiles(folder, files);
  if (changed.length > 0) throw vendoredChanged(folder, changed);
  await writeFiles(folder, files);
  const about = files.map(({ path, url, sha256 }) => [path, { url, sha256 }]);
  const note = {
    url: tree.url,
    root: tree.root,
    date,
    files: Object.fromEntries(about),
  };
  await Deno.writeTextFile(
    join(folder, PROVENANCE),
    `${JSON.stringify(note, null, 2)}\n`,
  );
  return {
    entry: join(folder, entry),
    files: [...files.map(({ path }) => path), PROVENANCE].sort(),
  };
}
