import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { figureUnwritable } from "../../base/errors/command.ts";
import type { Shown } from "../../engine/inspect/show_items.ts";
import type { Front } from "../../flow/graph/front.ts";
import { labelText } from "./label_text.ts";

/** What a page is made of. */
export interface OfPage extends Pick<Shown, "items" | "pictures"> {
  readonly title: string;
  /** Where the pictures are. */
  readonly folder: string;
  readonly labels: readonly string[];
  /** The file of each, where it has one. */
  readonly files: readonly (string | null)[];
}

/**
 * Puts a file that was made where it is to stay.
 *
 * @throws {PipelineError} when it cannot be written there
 */
export async function keep(from: string, to: string): Promise<void> {
  try {
    await mkdir(dirname(to), { recursive: true });
    await copyFile(from, to);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw figureUnwritable(to, why);
  }
}

/** What a page is made of, and where. */
interface Making {
  readonly title: string;
  readonly folder: string;
  readonly shown: Shown;
  readonly front: Front;
}

/** Writes a page beside the sheet, and answers with its path. */
export async function besideSheet(
  sheet: string,
  page: (of: OfPage) => Promise<string>,
  { title, folder, shown: { items, pictures }, front }: Making,
): Promise<string> {
  const files = new Map(front.items.map(({ id, file }) => [id, file]));
  const text = await page({
    title,
    folder,
    items,
    pictures,
    labels: items.map(({ label }) => labelText(label)),
    files: items.map(({ id }) => files.get(id)?.absolute ?? null),
  });
  const made = join(folder, "page.html");
  await Deno.writeTextFile(made, text);
  const path = sheet.replace(/\.png$/i, ".html");
  await keep(made, path);
  return path;
}
