import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { reportUnwritable } from "../../base/errors/report.ts";
import { writeFigure } from "../figure/write_figure.ts";
import { callerFolder, storeRoot } from "../paths.ts";
import type { PipelineAddress } from "../address/locate.ts";
import type { Drawing } from "./figure/drawing.ts";
import { asFile } from "./figure/drawing.ts";

/** Where a report is put, as the user wrote it. */
export interface Wanted {
  /** The page; in the store beside the models unless told. */
  readonly out?: string | undefined;
  /** A folder for the figures; none unless told. */
  readonly figures?: string | undefined;
}

const here = (path: string) => resolve(callerFolder(), path);

async function kindOf(path: string): Promise<"file" | "folder" | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found && (found.isDirectory() ? "folder" : "file");
}

/**
 * Looks whether a report can be put there, before anything is prepared.
 *
 * @throws {PipelineError} when there is no folder for it, or it is one
 */
export async function checkWanted({ out, figures }: Wanted): Promise<void> {
  if (out !== undefined) {
    const folder = dirname(here(out));
    if (await kindOf(folder) !== "folder") {
      throw reportUnwritable(out, "--out", `there is no folder "${folder}"`);
    }
    if (await kindOf(here(out)) === "folder") {
      throw reportUnwritable(out, "--out", "it is a folder");
    }
  }
  if (figures !== undefined && await kindOf(here(figures)) === "file") {
    throw reportUnwritable(figures, "--figures", "it is a file");
  }
}

/** Runs what writes, and tells whose place it was that could not be written. */
async function writing(
  path: string,
  option: "--out" | "--figures",
  write: () => Promise<void>,
): Promise<void> {
  try {
    await write();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw reportUnwritable(path, option, why);
  }
}

/** Whoever looks at a page while it is written sees the one before. */
async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.${crypto.randomUUID().slice(0, 8)}.part`;
  try {
    await writeFile(part, text);
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
}

/**
 * Writes the page and answers with its path.
 *
 * @throws {PipelineError} when it cannot be written
 */
export async function writePage(
  { slug }: PipelineAddress,
  { out }: Wanted,
  text: string,
): Promise<string> {
  const path = out === undefined
    ? join(storeRoot(), "reports", `${slug}.html`)
    : here(out);
  await writing(out ?? path, "--out", () => writeWhole(path, text));
  return path;
}

/**
 * Writes each figure as a drawing and as pixels, if they are wanted.
 *
 * @throws {PipelineError} when one cannot be written
 */
export async function writeFigures(
  { figures }: Wanted,
  drawings: readonly Drawing[],
): Promise<readonly string[]> {
  if (figures === undefined) return [];
  const paths: string[] = [];
  await writing(figures, "--figures", async () => {
    for (const drawing of drawings) {
      for (const ending of ["svg", "png"]) {
        const path = join(here(figures), `${drawing.name}.${ending}`);
        await writeFigure(path, asFile(drawing));
        paths.push(path);
      }
    }
  });
  return paths;
}
