import { readFile, stat } from "node:fs/promises";

/** The longer side, in pixels: sharp on a dense screen at half of it. */
const SIDE = 224;
const QUALITY = 72;
/** A photograph of that size takes 10 kB; what takes more is left out. */
const MOST_BYTES = 48 * 1024;
/** Larger files are not read for a thumbnail. */
const MOST_FILE = 256 * 1024 * 1024;
const MOST_PIXELS = 100_000_000;

/** A small picture that stands in a page. */
export interface Thumbnail {
  /** A data URI. */
  readonly source: string;
  readonly width: number;
  readonly height: number;
}

/** A small copy of a picture; nothing where it is gone, or is none. */
export async function thumbnailOf(
  path: string,
): Promise<Thumbnail | undefined> {
  try {
    if ((await stat(path)).size > MOST_FILE) return undefined;
    return await thumbnailOfBytes(await readFile(path));
  } catch {
    // It was there when the model was trained; a report does without.
    return undefined;
  }
}

/** A small copy of a picture; nothing where it is none. */
export async function thumbnailOfBytes(
  bytes: Uint8Array,
): Promise<Thumbnail | undefined> {
  try {
    const { default: sharp } = await import("sharp");
    const { data, info: { width, height } } = await sharp(bytes, {
      limitInputPixels: MOST_PIXELS,
    })
      .autoOrient()
      .resize(SIDE, SIDE, { fit: "inside", withoutEnlargement: true })
      .flatten({ background: "#fff" })
      .jpeg({ quality: QUALITY })
      .toBuffer({ resolveWithObject: true });
    if (data.length > MOST_BYTES) return undefined;
    const text = data.toString("base64");
    return { source: `data:image/jpeg;base64,${text}`, width, height };
  } catch {
    return undefined;
  }
}
