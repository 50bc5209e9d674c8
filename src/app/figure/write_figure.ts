import { mkdir, writeFile } from "node:fs/promises";
import { dirname, extname } from "node:path";

/** Pixels of a PNG for each unit of the drawing: sharp on dense screens. */
const DENSITY = 2;

/** What a drawing can be written as, by the ending of its file. */
const FIGURE_ENDINGS: readonly string[] = [".svg", ".png"];

/** Whether a path ends as a drawing does. */
export function isFigurePath(path: string): boolean {
  return FIGURE_ENDINGS.includes(extname(path).toLowerCase());
}

/** Writes a drawing: as it is, or as pixels where the path ends in `.png`. */
export async function writeFigure(path: string, svg: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  if (extname(path).toLowerCase() === ".svg") return await writeFile(path, svg);
  // The supervisor starts without a library for images.
  const { default: sharp } = await import("sharp");
  const bytes = await sharp(new TextEncoder().encode(svg), {
    density: 72 * DENSITY,
  }).png({ palette: true }).toBuffer();
  await writeFile(path, bytes);
}
