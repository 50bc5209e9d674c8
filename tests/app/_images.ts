/**
 * Small images, drawn.
 *
 * @module
 */
import sharp from "sharp";
import type { Desk } from "./_cli.ts";

/** A square of one colour with a darker corner, as JPEG. */
export async function drawn(
  colour: "red" | "blue",
  shade: number,
  size = 24,
): Promise<Uint8Array> {
  const bright = 120 + (shade * 37) % 120;
  const background = colour === "red"
    ? { r: bright, g: 20, b: 20 }
    : { r: 20, g: 20, b: bright };
  const bytes = await sharp({
    create: { width: size, height: size, channels: 3, background },
  }).jpeg({ quality: 95 }).toBuffer();
  return new Uint8Array(bytes);
}

/** `red_0.jpg`, `blue_1.jpg`, … in the folder `images`. */
export async function drawImages(desk: Desk, count: number): Promise<void> {
  for (let at = 0; at < count; at++) {
    const colour = at % 2 === 0 ? "red" : "blue";
    await desk.write(`images/${colour}_${at}.jpg`, await drawn(colour, at));
  }
}
