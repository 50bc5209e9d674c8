import sharp from "sharp";
import type { Picture } from "./canvas.ts";

/** A picture as large as fits into the square of that side. */
export async function fitted(
  { pixels, height, width }: Picture,
  side: number,
): Promise<Picture> {
  const scale = side / Math.max(height, width);
  const size = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  const resized = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .resize({
      ...size,
      fit: "fill",
      kernel: scale >= 1 ? "nearest" : "lanczos3",
    })
    .raw().toBuffer();
  return { ...size, pixels: new Uint8Array(resized) };
}
