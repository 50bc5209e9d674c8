/**
 * Grey pictures with a square somewhere, red or blue: what it is decides the
 * class, and where it is does not.
 *
 * @module
 */
import sharp from "sharp";
import * as leat from "leat";
import { stream } from "../../../src/base/random/stream.ts";
import type { InputItem } from "../../../src/flow/stage/input.ts";

export const SIDE = 24;
const SQUARE = 7;

/** A picture with a square at that place; of another colour, if it is told. */
export async function square(
  colour: "red" | "blue",
  [top, left]: readonly [number, number],
  shade = 0,
): Promise<Uint8Array> {
  const bytes = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, byte) => {
    const [at, channel] = [Math.floor(byte / 3), byte % 3];
    const [row, column] = [Math.floor(at / SIDE), at % SIDE];
    const inside = row >= top && row < top + SQUARE &&
      column >= left && column < left + SQUARE;
    const own = colour === "red" ? 0 : 2;
    return inside ? (channel === own ? 220 : 30) : 120 + shade;
  });
  const raw = { width: SIDE, height: SIDE, channels: 3 } as const;
  return new Uint8Array(await sharp(bytes, { raw }).png().toBuffer());
}

/** `red_00.png`, `blue_01.png`, … with squares anywhere. */
export async function drawSquares(
  folder: string,
  count: number,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const random = stream(5, "squares");
  for (let at = 0; at < count; at++) {
    const colour = at % 2 === 0 ? "red" : "blue";
    const place = () => random.integer(0, SIDE - SQUARE + 1);
    const shade = random.integer(-20, 21);
    const bytes = await square(colour, [place(), place()], shade);
    const name = `${colour}_${String(at).padStart(3, "0")}.png`;
    await Deno.writeFile(`${folder}/${name}`, bytes);
  }
}

/** Corners of a picture: where a square lies in each. */
export const CORNERS = [0, SIDE - SQUARE].flatMap((top) =>
  [0, SIDE - SQUARE].map((left) => [top, left] as const)
);

/** Bytes as an item of a pipeline over images. */
export function itemOf(name: string, bytes: Uint8Array): InputItem {
  return {
    id: name,
    item: { media: "image", path: name, name },
    read: () => Promise.resolve(bytes),
  };
}

/** A pipeline over {@linkcode drawSquares} that learns in some seconds. */
export const squares = leat.pipeline({
  source: leat.images("./pictures"),
  label: (file) => file.name.startsWith("red") ? "red" : "blue",
  split: leat.random({ valid: 0.3, seed: 1 }),
  input: leat.image({ size: SIDE }),
  architecture: leat.resnet({ channels: [8], blocks: [1], hidden: [] }),
  loss: leat.crossEntropy(),
  metrics: [leat.errorRate()],
  fit: leat.constant(4, { learningRate: 0.02, batch: 16 }),
});
