import { basename, join, resolve } from "node:path";
import { nearest } from "../../base/codec/nearest.ts";
import { sha256 } from "../../base/codec/sha256.ts";
import { pipelineAbsent, unknownPipeline } from "../../base/errors/command.ts";
import { callerFolder, leatRoot, ownModule, projectRoot } from "../paths.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";

/** One pipeline of one file. */
export interface PipelineAddress {
  /** What the user wrote: `pets#full`. */
  readonly spoken: string;
  /** Absolute path of the file. */
  readonly file: string;
  /** `"default"`, or the name after `#`. */
  readonly export: string;
  /** A name for folders: unlike that of any other file's pipeline. */
  readonly slug: string;
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
 * Finds a pipeline by name (`pets`), by path (`./my/pets.ts`), either with
 * `#export`. A name is a file in the project's folder `pipelines`, a file in
 * the project itself, or a pipeline that comes with Leat.
 *
 * @throws {PipelineError} when there is no such file; near names are listed
 */
export async function locate(spoken: string): Promise<PipelineAddress> {
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
