/**
 * A contact sheet: a cell an item, its pictures after each stage side by side,
 * its label and name below.
 *
 *     pets  train, epoch 1
 *     ┌ file ┬ input ┬ network ┐  ┌ file ┬ …
 *     └──────┴───────┴─────────┘  └──
 *     cat
 *     Bengal_12.jpg
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { wholeImage } from "../../base/codec/image.ts";
import { fitted } from "../figure/fit_picture.ts";
import {
  Canvas,
  type Colour,
  lineHeight,
  type Picture,
} from "../figure/canvas.ts";

/** What stands in one cell. */
export interface SheetCell {
  /** The lines below the pictures, the first of them in black. */
  readonly lines: readonly string[];
  /** The file that it was read from, if it was. */
  readonly file: string | null;
}

/** Pictures of all cells, in a file of RGB bytes in the folder. */
export interface SheetPictures {
  readonly title: string;
  readonly file: string;
  readonly height: number;
  readonly width: number;
}

/** What a sheet is drawn of. */
export interface Sheet {
  readonly title: string;
  readonly folder: string;
  /** Cells in a row. */
  readonly columns: number;
  readonly cells: readonly SheetCell[];
  readonly pictures: readonly SheetPictures[];
}

/** The file of a drawn sheet, in its folder. */
export const SHEET_FILE = "sheet.png";

const WHITE: Colour = [255, 255, 255];
const INK: Colour = [24, 24, 28];
const GREY: Colour = [105, 105, 115];
const EMPTY: Colour = [236, 236, 240];

/** Pixels around everything, between cells, and between pictures of one. */
const MARGIN = 24;
const GUTTER = 28;
const GAP = 6;

/** Pictures are shown about as large as this. */
const SIDE = 160;

const TITLE = 3;
const CAPTION = 2;

/** Whole pixels where a picture is enlarged, so that each can be seen. */
function sideOf(pictures: readonly SheetPictures[]): number {
  const most = Math.max(
    1,
    ...pictures.map(({ height, width }) => Math.max(height, width)),
  );
  return most >= SIDE ? SIDE : most * Math.floor(SIDE / most);
}

/** The file of a cell as it is seen; nothing where it is no picture. */
async function pictureOf({ file }: SheetCell): Promise<Picture | undefined> {
  if (file === null) return undefined;
  try {
    return await wholeImage(new Uint8Array(await readFile(file)), file);
  } catch {
    // An input of the pipeline's own may read what is no picture to others.
    return undefined;
  }
}

/** Draws a sheet, and writes it into its folder. */
export async function drawSheet(sheet: Sheet): Promise<void> {
  const { title, folder, cells, pictures } = sheet;
  const columns = Math.max(1, Math.min(sheet.columns, cells.length));
  const rows = Math.ceil(cells.length / columns);
  const files = cells.some(({ file }) => file !== null);
  const titles = [
    ...files ? ["file"] : [],
    ...pictures.map(({ title }) => title),
  ];
  const side = sideOf(pictures);
  const line = lineHeight(CAPTION);
  const lines = Math.max(0, ...cells.map(({ lines }) => lines.length));
  const width = titles.length * (side + GAP) - GAP;
  const height = side + GAP + lines * line + GUTTER;
  const top = MARGIN + lineHeight(TITLE) + 2 * line;
  const canvas = new Canvas(
    2 * MARGIN + columns * (width + GUTTER) - GUTTER,
    top + rows * height - GUTTER + MARGIN,
    WHITE,
  );
  const inner = canvas.width - 2 * MARGIN;
  canvas.text(title, MARGIN, MARGIN, {
    colour: INK,
    scale: TITLE,
    width: inner,
  });
  for (let column = 0; column < columns; column++) {
    titles.forEach((text, at) => {
      const left = MARGIN + column * (width + GUTTER) + at * (side + GAP);
      canvas.text(text, left, top - line, {
        colour: GREY,
        scale: CAPTION,
        width: side,
      });
    });
  }
  const stages = await Promise.all(
    pictures.map(async (each) => ({
      ...each,
      bytes: await readFile(join(folder, each.file)),
    })),
  );
  for (const [at, cell] of cells.entries()) {
    const left = MARGIN + at % columns * (width + GUTTER);
    const y = top + Math.floor(at / columns) * height;
    const shown = [
      ...files ? [await pictureOf(cell)] : [],
      ...stages.map(({ bytes, height, width }) => {
        const size = height * width * 3;
        const pixels = bytes.subarray(at * size, (at + 1) * size);
        return { pixels, height, width };
      }),
    ];
    for (const [place, picture] of shown.entries()) {
      const x = left + place * (side + GAP);
      canvas.fill(x, y, side, side, EMPTY);
      if (picture === undefined) continue;
      const fits = await fitted(picture, side);
      canvas.picture(
        fits,
        x + Math.floor((side - fits.width) / 2),
        y + Math.floor((side - fits.height) / 2),
      );
    }
    cell.lines.forEach((text, row) =>
      canvas.text(text, left, y + side + GAP + row * line, {
        colour: row === 0 ? INK : GREY,
        scale: CAPTION,
        width,
      })
    );
  }
  const { pixels, ...size } = canvas;
  await sharp(pixels, {
    raw: { width: size.width, height: size.height, channels: 3 },
  }).png().toFile(join(folder, SHEET_FILE));
}
