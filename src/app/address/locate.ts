import { basename, join, resolve } from "node:path";
import { nearest } from "../../base/codec/nearest.ts";
import { sha256 } from "../../base/codec/sha256.ts";
import { isWebAddress } from "../../base/codec/web_address.ts";
import { pipelineAbsent, unknownPipeline } from "../../base/errors/command.ts";
import { callerFolder, leatRoot, ownModule, projectRoot } from "../paths.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import { remoteAddress } from "./remote_address.ts";

/** One pipeline of one file. */
export interface PipelineAddress {
  /** What the user wrote: `pets#full`. */
  readonly spoken: string;
  /** Absolute path of the file, or where it is on the web. */
  readonly file: string;
  /** `"default"`, or the name after `#`. */
  readonly export: string;
  /** A name for folders: unlike that of any other file's pipeline. */
  readonly slug: string;
  /** What the root of its modules must be, where that was asked for. */
  readonly root?: string;
}

/** A pipeline of the web; nothing is fetched yet. */
function locateRemote(spoken: string): PipelineAddress {
  const { url, export: exported, root } = remoteAddress(spoken);
  const last = new URL(url).pathname.split("/").at(-1) ?? "";
  const plain = last.replace(/\.[cm]?[jt]sx?$/, "")
    .replaceAll(/[^0-9A-Za-z_-]/g, "_").slice(0, 64);
  const suffix = exported === "default" ? "" : `-${exported}`;
  return {
    spoken,
    file: url,
    export: exported,
    slug: `${plain || "pipeline"}-${sha256(url).slice(0, 8)}${suffix}`,
    ...root === undefined ? {} : { root },
  };
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    if (error instanceof Deno.errors.NotADirectory) return false;
    throw error;
  }
}

/** The names of the pipelines in a folder, which need not be there. */
async function pipelinesIn(folder: string): Promise<readonly string[]> {
  const entries = await unlessAbsent(Array.fromAsync(Deno.readDir(folder)));
  return (entries ?? []).map(({ name }) => name)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .map((name) => basename(name, ".ts"))
    .sort();
}

/** The names of the pipelines that come with Leat. */
export async function ownPipelines(): Promise<readonly string[]> {
  return await pipelinesIn(join(leatRoot, "pipelines"));
}

/** Where a pipeline of that name may be, the first of them first. */
function placesOf(name: string): readonly string[] {
  const root = projectRoot();
  return [
    join(root, "pipelines", `${name}.ts`),
    ...root === leatRoot ? [] : [
      join(root, `${name}.ts`),
      ownModule(`pipelines/${name}.ts`),
    ],
  ];
}

/** The file that a name means. */
async function fileNamed(name: string): Promise<string | undefined> {
  for (const place of name === "" ? [] : placesOf(name)) {
    if (await isFile(place)) return place;
  }
  return undefined;
}

async function unknown(spoken: string, name: string) {
  const leats = await ownPipelines();
  const root = projectRoot();
  const yours = root === leatRoot
    ? []
    : await pipelinesIn(join(root, "pipelines"));
  const near = nearest(name, [...new Set([...yours, ...leats])]);
  return unknownPipeline(spoken, { near, yours, leats });
}

/**
 * Finds a pipeline by name (`pets`), by path (`./my/pets.ts`) or by address
 * (`https://host/pets.ts`), each with `#export`; behind the `#` of an address
 * may stand `sha256=…`, too. A name is a file in the project's folder
 * `pipelines`, a file in the project itself, or a pipeline that comes with Leat.
 *
 * @throws {PipelineError} when there is no such file (near names are listed),
 * or nothing is imported from such an address
 */
export async function locate(spoken: string): Promise<PipelineAddress> {
  if (isWebAddress(spoken)) return locateRemote(spoken);
  const [, name = "", exported = "default"] =
    /^(.*?)(?:#(.*))?$/.exec(spoken) ??
      [];
  const suffix = exported === "default" ? "" : `-${exported}`;
  if (!name.includes("/") && !name.endsWith(".ts")) {
    const file = await fileNamed(name);
    if (file === undefined) throw await unknown(spoken, name);
    return { spoken, file, export: exported, slug: `${name}${suffix}` };
  }
  const file = resolve(callerFolder(), name);
  if (!await isFile(file)) throw pipelineAbsent(spoken, file);
  const stem = basename(file, ".ts");
  // A file that has a name is the same pipeline by its path.
  const named = await fileNamed(stem) === file;
  const slug = named ? stem : `${stem}-${sha256(file).slice(0, 8)}`;
  return { spoken, file, export: exported, slug: `${slug}${suffix}` };
}
