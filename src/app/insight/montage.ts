import sharp from "sharp";
import { Canvas, type Colour, type Picture } from "../figure/canvas.ts";
import { fitted } from "../figure/fit_picture.ts";

/** A square of pictures, and the colour between them. */
export interface MontageOptions {
  readonly columns: number;
  /** Pixels a side of each picture, at most. */
  readonly side: number;
  readonly gap: number;
  readonly colour: Colour;
}

/** Whole pixels where a picture is enlarged, so that each can be seen. */
export function sideOf(pictures: readonly Picture[], side: number): number {
  const most = Math.max(
    1,
    ...pictures.map(({ height, width }) => Math.max(height, width)),
  );
  return most >= side ? side : most * Math.floor(side / most);
}

/** Pictures in rows, as one. */
export async function montage(
  pictures: readonly Picture[],
  { columns, side, gap, colour }: MontageOptions,
): Promise<Picture> {
  const rows = Math.max(1, Math.ceil(pictures.length / columns));
  const cell = sideOf(pictures, side);
  const canvas = new Canvas(
    columns * (cell + gap) - gap,
    rows * (cell + gap) - gap,
    colour,
  );
  for (const [at, picture] of pictures.entries()) {
    const small = await fitted(picture, cell);
    const left = at % columns * (cell + gap);
    const top = Math.floor(at / columns) * (cell + gap);
    canvas.picture(
      small,
      left + Math.floor((cell - small.width) / 2),
      top + Math.floor((cell - small.height) / 2),
    );
  }
  return canvas;
}

function raw({ pixels, height, width }: Picture) {
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** A picture as a file. */
export async function pngOf(picture: Picture): Promise<Uint8Array> {
  return new Uint8Array(await raw(picture).png().toBuffer());
}

/** A picture as it stands in a page. */
export async function dataUrl(picture: Picture): Promise<string> {
  const bytes = await raw(picture)
    .jpeg({ quality: 85, chromaSubsampling: "4:4:4" }).toBuffer();
  return `data:image/jpeg;base64,${bytes.toString("base64")}`;
}
