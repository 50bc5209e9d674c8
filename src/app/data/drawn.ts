import { join } from "node:path";
import { unknownGenerator } from "../../base/errors/location.ts";
import { defaultCacheRoot } from "../../base/store/root.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import type { DatasetDeclaration } from "../../flow/stage/dataset.ts";
import type { HostOptions } from "./host.ts";

type Drawn = Extract<DatasetDeclaration, { kind: "drawn" }>;

/** Draws one item of a set. */
type Draw = (
  seed: number,
  index: number,
) => Promise<{ readonly name: string; readonly bytes: Uint8Array }>;

const IN_FLIGHT = 4;

async function generatorOf({ name, generator }: Drawn): Promise<Draw> {
  // Loaded only when something is drawn: it brings an image library.
  const { generators } = await import("../../../datasets/generators.ts");
  const draw = new Map<string, Draw>(Object.entries(generators)).get(generator);
  if (draw === undefined) throw unknownGenerator(name, generator);
  return draw;
}

async function count(folder: string): Promise<number> {
  let files = 0;
  try {
    for await (const { isFile } of Deno.readDir(folder)) if (isFile) files++;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return files;
}

async function drawAll(
  declaration: Drawn,
  folder: string,
  { emit, signal }: HostOptions,
): Promise<void> {
  const draw = await generatorOf(declaration);
  const { seed, count: total, name } = declaration;
  let next = 0;
  let done = 0;
  const work = async () => {
    while (next < total) {
      signal.throwIfAborted();
      const drawing = await draw(seed, next++);
      await Deno.writeFile(join(folder, drawing.name), drawing.bytes);
      emit({ type: "progress", node: `drawing ${name}`, done: ++done, total });
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
}

/**
 * The folder of a drawn dataset: drawn on first use, published by one rename,
 * so that it is whole or not there, whoever draws it at the same time.
 */
export async function drawnFolder(
  declaration: Drawn,
  options: HostOptions,
): Promise<string> {
  const { generator, version, seed, count: wanted } = declaration;
  const sets = join(defaultCacheRoot(), "drawn");
  const folder = join(sets, `${generator}-v${version}-${seed}-${wanted}`);
  if (await count(folder) === wanted) return folder;
  options.onAbsent?.({
    kind: "drawing",
    name: declaration.name,
    items: wanted,
  });
  await Deno.mkdir(sets, { recursive: true });
  const temporary = await Deno.makeTempDir({ dir: sets, prefix: ".drawing-" });
  try {
    await drawAll(declaration, temporary, options);
    // One that lost files is replaced as a whole.
    await unlessAbsent(Deno.remove(folder, { recursive: true }));
    await Deno.rename(temporary, folder).catch(async (error) => {
      if (await count(folder) !== wanted) throw error;
    });
  } finally {
    await unlessAbsent(Deno.remove(temporary, { recursive: true }));
  }
  return folder;
}
