import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { wholeImage } from "../../base/codec/image.ts";
import { insightUnwritable } from "../../base/errors/insight.ts";
import type { Explanation } from "../../engine/insight/explanation.ts";
import type { Picture } from "../figure/canvas.ts";
import { heated } from "../figure/heat.ts";

/** The longer side of what is drawn, in pixels. */
const SIDE = 640;

/** A part of a picture along one side, 0 to 1. */
interface Part {
  readonly start: number;
  readonly size: number;
}

/** Where along a side of a picture lies what the network saw of it. */
function partOf(
  { view }: Explanation,
  side: number,
  other: number,
  axis: "height" | "width",
): Part {
  if (view === null) return { start: 0, size: 1 };
  const square = view.fit === "squish"
    ? side
    : view.fit === "pad"
    ? Math.max(side, other)
    : Math.min(side, other);
  const share = square / side;
  const from = axis === "height" ? view.top : view.left;
  return {
    start: (1 - share) / 2 + share * from,
    size: share * view[axis],
  };
}

/** The pixels of a picture that are seen, and where the map lies over them. */
function seenOf(explanation: Explanation, picture: Picture) {
  const { height, width } = picture;
  const along = (axis: "height" | "width", at: 0 | 1) => {
    const side = picture[axis];
    const other = axis === "height" ? width : height;
    const { start, size } = partOf(explanation, side, other, axis);
    const from = Math.min(side - 1, Math.max(0, Math.round(start * side)));
    const to = Math.min(
      side,
      Math.max(from + 1, Math.round((start + size) * side)),
    );
    const { first, step } = explanation.grid;
    const scale = side / (to - from);
    return {
      from,
      to,
      first: (start + size * first[at]) * scale - from / (to - from),
      step: size * step[at] * scale,
    };
  };
  return { rows: along("height", 0), columns: along("width", 1) };
}

/**
 * What a network saw of a picture, under a map of what speaks for its answer.
 * What it did not see is left out.
 */
export function explainedPicture(
  explanation: Explanation,
  picture: Picture,
): Picture {
  const { rows, columns } = seenOf(explanation, picture);
  const [height, width] = [rows.to - rows.from, columns.to - columns.from];
  const pixels = new Uint8Array(height * width * 3);
  for (let row = 0; row < height; row++) {
    const from = ((rows.from + row) * picture.width + columns.from) * 3;
    const own = picture.pixels.subarray(from, from + width * 3);
    pixels.set(own, row * width * 3);
  }
  const { map } = explanation;
  return heated({ pixels, height, width }, {
    values: map.flat(),
    rows: map.length,
    columns: map[0]?.length ?? 1,
    first: [rows.first, columns.first],
    step: [rows.step, columns.step],
  });
}

/**
 * Draws what of a picture speaks for an answer: `cat_seen.png` for `cat.jpg`.
 *
 * @param file the picture
 * @throws {PipelineError} when it cannot be written
 */
export async function drawExplanation(
  file: string,
  explanation: Explanation,
  folder: string,
): Promise<string> {
  const { default: sharp } = await import("sharp");
  const whole = await wholeImage(new Uint8Array(await readFile(file)), file);
  const { pixels, height, width } = explainedPicture(explanation, whole);
  const path = join(folder, `${basename(file, extname(file))}_seen.png`);
  const bytes = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .resize(SIDE, SIDE, { fit: "inside", withoutEnlargement: true })
    .png().toBuffer();
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(path, bytes);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw insightUnwritable(path, "--explain", why);
  }
  return path;
}
