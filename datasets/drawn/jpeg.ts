/**
 * SVG text as a JPEG file of quality 85.
 *
 * The same build of sharp gives the same bytes for the same text.
 */
export async function jpeg(svg: string): Promise<Uint8Array> {
  const { default: sharp } = await import("sharp");
  return await sharp(new TextEncoder().encode(svg))
    .flatten({ background: "#ffffff" })
    .jpeg({ quality: 85 })
    .toBuffer();
}
