/**
 * What was seen of a network, as sheets: a file each.
 *
 * @module
 */
import {
  Canvas,
  type Colour,
  lineHeight,
  type Picture,
} from "../figure/canvas.ts";
import { fitted } from "../figure/fit_picture.ts";
import { montage } from "./montage.ts";
import type { Seen, SeenCard, SeenLayer } from "./seen_pictures.ts";

/** A sheet, and the name of its file without the ending. */
export interface SheetFile {
  readonly name: string;
  readonly picture: Picture;
}

const WHITE: Colour = [255, 255, 255];
const INK: Colour = [24, 24, 28];
const GREY: Colour = [105, 105, 115];
const LINE: Colour = [255, 255, 255];

const MARGIN = 24;
const GUTTER = 32;
const GAP = 8;
const TITLE = 3;
const CAPTION = 2;

/** A block of a sheet: pictures side by side, and lines below them. */
interface Block {
  readonly pictures: readonly Picture[];
  readonly lines: readonly string[];
}

/** Blocks in rows below a title, all as large as the largest. */
function sheetOf(
  title: string,
  subtitle: string,
  blocks: readonly Block[],
  columns: number,
): Picture {
  const line = lineHeight(CAPTION);
  const widthOf = ({ pictures }: Block) =>
    pictures.reduce((sum, { width }) => sum + width + GAP, -GAP);
  const heightOf = ({ pictures, lines }: Block) =>
    Math.max(0, ...pictures.map(({ height }) => height)) + GAP +
    lines.length * line;
  const width = Math.max(1, ...blocks.map(widthOf));
  const height = Math.max(1, ...blocks.map(heightOf)) + GUTTER;
  const across = Math.max(1, Math.min(columns, blocks.length));
  const rows = Math.ceil(blocks.length / across);
  const top = MARGIN + lineHeight(TITLE) + line + GAP;
  const canvas = new Canvas(
    2 * MARGIN + Math.max(across * (width + GUTTER) - GUTTER, 480),
    top + rows * height - GUTTER + MARGIN,
    WHITE,
  );
  const room = canvas.width - 2 * MARGIN;
  const head = { colour: INK, scale: TITLE, width: room };
  canvas.text(title, MARGIN, MARGIN, head);
  const about = { colour: GREY, scale: CAPTION, width: room };
  canvas.text(subtitle, MARGIN, MARGIN + lineHeight(TITLE), about);
  blocks.forEach(({ pictures, lines }, at) => {
    const left = MARGIN + at % across * (width + GUTTER);
    const y = top + Math.floor(at / across) * height;
    let x = left;
    for (const picture of pictures) {
      canvas.picture(picture, x, y);
      x += picture.width + GAP;
    }
    const below = y + Math.max(0, ...pictures.map(({ height }) => height)) +
      GAP;
    lines.forEach((text, row) =>
      canvas.text(text, left, below + row * line, {
        colour: row === 0 ? INK : GREY,
        scale: CAPTION,
        width,
      })
    );
  });
  return canvas;
}

/** Nine pictures of about this many pixels a side. */
const PATCH = 96;

/** The nine patches of a channel, and what of each counts. */
export async function channelMontages(
  { patches, reconstructions }: SeenLayer["channels"][number],
): Promise<readonly [patches: Picture, reconstructions: Picture]> {
  const options = { columns: 3, side: PATCH, gap: 2, colour: LINE };
  return [
    await montage(patches, options),
    await montage(reconstructions, options),
  ];
}

async function layerSheet(layer: SeenLayer): Promise<SheetFile> {
  const blocks: Block[] = [];
  for (const channel of layer.channels) {
    blocks.push({
      pictures: await channelMontages(channel),
      lines: [`channel ${channel.channel}`],
    });
  }
  const [height, width, channels] = layer.shape;
  return {
    name: layer.name.replaceAll(/[^\w.-]+/g, "_"),
    picture: sheetOf(
      layer.name,
      `${height} x ${width}, ${blocks.length} of ${channels} channels`,
      blocks,
      4,
    ),
  };
}

/** A picture of a card is shown about as large as this. */
const CARD = 160;

/** What was said of an item, and what it is. */
export function cardLines({ predicted, confidence, actual, item }: SeenCard) {
  const sure = confidence === undefined
    ? ""
    : ` ${(confidence * 100).toFixed(0)}%`;
  return [`said ${predicted}${sure}`, `is ${actual}`, item];
}

async function camSheet({ layer, cards }: Seen["cam"]): Promise<SheetFile> {
  const blocks: Block[] = [];
  for (const card of cards) {
    blocks.push({
      pictures: [
        await fitted(card.picture, CARD),
        await fitted(card.heat, CARD),
      ],
      lines: cardLines(card),
    });
  }
  return {
    name: "grad-cam",
    picture: sheetOf("Grad-CAM", `at ${layer}`, blocks, 3),
  };
}

/** The filters of the first layer, as one picture. */
export function filterMontage(
  { pictures }: NonNullable<Seen["filters"]>,
): Promise<Picture> {
  const options = { columns: 12, side: 56, gap: 4, colour: LINE };
  const columns = Math.min(options.columns, Math.max(1, pictures.length));
  return montage(pictures, { ...options, columns });
}

/** All sheets of what was seen. */
export async function sheetsOf(
  { filters, layers, cam }: Seen,
): Promise<readonly SheetFile[]> {
  const sheets: SheetFile[] = [];
  if (filters) {
    const block = { pictures: [await filterMontage(filters)], lines: [] };
    const picture = sheetOf("first filters", filters.variable, [block], 1);
    sheets.push({ name: "filters", picture });
  }
  for (const layer of layers) sheets.push(await layerSheet(layer));
  if (cam.cards.length > 0) sheets.push(await camSheet(cam));
  return sheets;
}
