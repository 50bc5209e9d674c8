import { readFile, stat } from "node:fs/promises";

/** The longer side, in pixels: large enough to judge it. */
const SIDE = 640;
/** Larger files are not read. */
const MOST_FILE = 256 * 1024 * 1024;
const MOST_PIXELS = 100_000_000;

/** A small copy of a picture; nothing where it is gone, or cannot be read. */
export async function pictureOf(
  path: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    if ((await stat(path)).size > MOST_FILE) return undefined;
    const { default: sharp } = await import("sharp");
    const bytes = await sharp(await readFile(path), {
      limitInputPixels: MOST_PIXELS,
    })
      .autoOrient()
      .resize(SIDE, SIDE, { fit: "inside", withoutEnlargement: true })
      .webp({ quality: 80 })
      .toBuffer();
    return new Uint8Array(bytes);
  } catch {
    // The page says that there is no picture; the choice can still be made.
    return undefined;
  }
}
