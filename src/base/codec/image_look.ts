import { damagedImage } from "../errors/image.ts";
import { type ImageInfo, imageInfo } from "./image.ts";
import { HASH_GREYS, perceptualHash } from "./perceptual_hash.ts";

/** Pixels a side of the picture that look-alikes are compared by. */
const THUMB = 16;

/** What an image looks like, in short. */
export interface ImageLook extends ImageInfo {
  /** 16 hex digits; alike where images look alike. */
  readonly hash: string;
  /** Greys, `[16, 16]`, squeezed into a square. */
  readonly thumb: Uint8Array;
}

/**
 * What an image looks like. All of it is decoded, so that a damaged one is
 * told.
 *
 * @param name What messages call the image.
 * @throws {PipelineError} As `decodeImage` does.
 */
export async function imageLook(
  bytes: Uint8Array,
  name = "image",
): Promise<ImageLook> {
  const info = await imageInfo(bytes, name);
  const { default: sharp } = await import("sharp");
  const { width, height } = HASH_GREYS;
  try {
    const greys = await sharp(bytes, { limitInputPixels: false })
      .autoOrient()
      .flatten({ background: "white" })
      .toColourspace("b-w")
      .resize(144, 144, { fit: "fill" })
      .raw()
      .toBuffer();
    const scaled = async (width: number, height: number) =>
      new Uint8Array(
        await sharp(greys, { raw: { width: 144, height: 144, channels: 1 } })
          .resize(width, height, { fit: "fill" })
          .toColourspace("b-w")
          .raw()
          .toBuffer(),
      );
    const hash = perceptualHash(await scaled(width, height));
    return { ...info, hash, thumb: await scaled(THUMB, THUMB) };
  } catch (cause) {
    throw damagedImage(name, cause);
  }
}
