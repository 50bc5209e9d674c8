import { join } from "node:path";
import { sha256 } from "../../base/codec/sha256.ts";
import { unknownGenerator } from "../../base/errors/location.ts";
import { defaultCacheRoot } from "../../base/store/root.ts";
import { openStore } from "../../base/store/store.ts";
import { discard } from "../../base/store/sweep.ts";
import { touch } from "../../base/store/touch.ts";
import type { DatasetDeclaration } from "../../flow/stage/dataset.ts";
import type { HostOptions } from "./host_options.ts";

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
 * so that it is whole or not there. Two processes draw it once.
 *
 * @throws {PipelineError} if the cache cannot be written
 */
export async function drawnFolder(
  declaration: Drawn,
  options: HostOptions,
): Promise<string> {
  const { generator, version, seed, count: wanted, name } = declaration;
  const root = defaultCacheRoot();
  const sets = join(root, "drawn");
  const set = `${generator}-v${version}-${seed}-${wanted}`;
  const folder = join(sets, set);
  if (await count(folder) === wanted) {
    await touch(folder);
    return folder;
  }
  options.onAbsent?.({ kind: "drawing", name, items: wanted });
  const store = await openStore(root);
  const lock = `drawn-${sha256(set).slice(0, 32)}`;
  const onWait = () =>
    options.emit({
      type: "notice",
      text: `Waiting for another process that draws ${name}`,
    });
  await store.withLock(lock, onWait, async () => {
    if (await count(folder) === wanted) return;
    await store.withTemporary("drawn", async (temporary) => {
      await drawAll(declaration, temporary, options);
      await Deno.mkdir(sets, { recursive: true });
      // One that lost files is replaced as a whole.
      await discard(root, [folder]);
      await Deno.rename(temporary, folder);
    });
  });
  return folder;
}
