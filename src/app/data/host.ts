import { join, resolve } from "node:path";
import { leadsOut } from "../../base/codec/leads_out.ts";
import { sha256File } from "../../base/codec/sha256.ts";
import { fileOutside, locationAbsent } from "../../base/errors/location.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import type {
  LocatedFile,
  Location,
  SourceHost,
} from "../../flow/stage/source.ts";
import { datasetFolder, type LocatedFolder } from "./datasets.ts";
import type { HostOptions } from "./host_options.ts";
import { notPlain } from "./plain_file.ts";
import { checkPath } from "./reach.ts";

/** Files hashed at the same time. */
const IN_FLIGHT = 8;

async function walk(folder: string, below = ""): Promise<string[]> {
  const paths: string[] = [];
  for await (const entry of Deno.readDir(join(folder, below))) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory) paths.push(...await walk(folder, path));
    else if (entry.isFile || await leadsToFile(join(folder, path))) {
      paths.push(path);
    }
  }
  return paths;
}

/** Whether a link leads to a file; links to folders are not followed. */
async function leadsToFile(path: string): Promise<boolean> {
  return (await unlessAbsent(Deno.stat(path)))?.isFile ?? false;
}

async function describeFile(
  folder: string,
  path: string,
): Promise<LocatedFile> {
  const absolute = join(folder, path);
  const [{ size }, hash] = await Promise.all([
    Deno.stat(absolute),
    sha256File(absolute),
  ]);
  return { path, absolute, size, sha256: hash };
}

async function describeFiles(
  folder: string,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly LocatedFile[]> {
  const files: LocatedFile[] = [];
  for (let at = 0; at < paths.length; at += IN_FLIGHT) {
    signal.throwIfAborted();
    const some = paths.slice(at, at + IN_FLIGHT);
    files.push(
      ...await Promise.all(some.map((path) => describeFile(folder, path))),
    );
  }
  return files;
}

/** What is the matter with a path, in words; another error as it is. */
function explained(path: string, error: unknown): unknown {
  const { NotFound, NotADirectory, IsADirectory, PermissionDenied } =
    Deno.errors;
  if (error instanceof NotFound) return locationAbsent(path);
  if (error instanceof NotADirectory) {
    return locationAbsent(path, "it is not a folder");
  }
  if (error instanceof IsADirectory) {
    return locationAbsent(path, "it is a folder");
  }
  if (error instanceof PermissionDenied) {
    return locationAbsent(path, "permission is denied");
  }
  return error;
}

/** The same path; refused where it leads to no data. */
async function plain(path: string): Promise<string> {
  const why = await notPlain(path);
  if (why !== undefined) throw locationAbsent(path, why);
  return path;
}

/** Gives sources what they ask for: folders, files and datasets of this machine. */
export class FileHost implements SourceHost {
  readonly #base: string;
  readonly #options: HostOptions;

  /** @param base the folder that relative paths start from */
  constructor(base: string, options: HostOptions) {
    this.#base = base;
    this.#options = options;
  }

  async files(location: Location): Promise<readonly LocatedFile[]> {
    const { folder, files } = await this.#locate(location);
    if (files) return files;
    try {
      const paths = await walk(await plain(folder));
      return await describeFiles(folder, paths, this.#options.signal);
    } catch (error) {
      throw explained(folder, error);
    }
  }

  async text(location: Location, file?: string): Promise<string> {
    const { folder } = await this.#locate(location);
    if (file !== undefined && leadsOut(file)) throw fileOutside(file);
    const path = file === undefined ? folder : join(folder, file);
    try {
      return await Deno.readTextFile(await plain(path));
    } catch (error) {
      throw explained(path, error);
    }
  }

  /** The text of a file; nothing where there is none. */
  async textIfThere(path: string): Promise<string | undefined> {
    checkPath(path, this.#options.reach);
    const absolute = resolve(this.#base, path);
    const there = await unlessAbsent(Deno.lstat(absolute));
    return there && await this.text({ path });
  }

  async #locate(location: Location): Promise<LocatedFolder> {
    if ("path" in location) {
      checkPath(location.path, this.#options.reach);
      return { folder: resolve(this.#base, location.path) };
    }
    return await datasetFolder(location.dataset, this.#options);
  }
}
