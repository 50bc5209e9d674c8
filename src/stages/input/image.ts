import { z } from "zod";
import {
  decodeImage,
  decodeWithRoom,
  type PlacedImage,
} from "../../base/codec/image.ts";
import type { Image } from "../../flow/kinds/inputs.ts";
import type { ImageFile } from "../../flow/kinds/items.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Field, InputItem, Roomy } from "../../flow/stage/input.ts";
import type { Input } from "../../flow/stage/stage.ts";

/** Settings of {@linkcode image}. */
export interface ImageOptions {
  /** Pixels a side, 1 to 4096. */
  readonly size: number;
  /**
   * How an image that is no square becomes one: `"crop"` takes the middle,
   * `"squish"` distorts, `"pad"` mirrors the edges. `"crop"` unless told.
   */
  readonly method?: "crop" | "squish" | "pad";
  /**
   * Where the square of a crop lies, or the image in a padded one: `"random"`
   * is somewhere else in every epoch of training, and in the middle otherwise;
   * `"middle"` is always there. `"random"` unless told, as in fastai.
   */
  readonly placement?: "random" | "middle";
  /**
   * Decodes a large JPEG at a half, a quarter or an eighth of its size, as long
   * as at least so many of its pixels are left to one of the square: at least 1,
   * and 2 is what Pillow's `thumbnail()` takes. Faster, and other bytes than
   * those of all pixels, which are read unless told.
   */
  readonly reducingGap?: number;
}

/** An image that is larger than its square, or the square alone. */
function roomy(
  { pixels: bytes, ...room }: PlacedImage,
  size: number,
): Uint8Array | Roomy {
  const { width, height } = room;
  return width === size && height === size ? bytes : { bytes, ...room };
}

/** What is said of JPEGs that are not read in full. */
function noteOf({ reducingGap }: Pick<ImageOptions, "reducingGap">) {
  if (reducingGap === undefined) return {};
  const least = reducingGap === 1 ? "1 pixel" : `${reducingGap} pixels`;
  return {
    note:
      `large JPEGs are decoded at 1/2, 1/4 or 1/8 of their size, with at least ${least} to one of the square`,
  };
}

/** The definition of {@linkcode image}. */
export const imageStage = defineStage("input", {
  op: "image",
  version: 2,
  params: z.strictObject({
    size: z.int().min(1, { error: "must be at least 1" })
      .max(4096, { error: "must be at most 4096" }),
    method: z.enum(["crop", "squish", "pad"]).default("crop"),
    placement: z.enum(["random", "middle"]).exactOptional(),
    reducingGap: z.number().min(1, { error: "must be at least 1" })
      .exactOptional(),
  }),
  behave({ placement, ...options }) {
    const { size } = options;
    const pixels: Field = {
      name: "pixels",
      dtype: "uint8",
      shape: [size, size, 3],
    };
    return {
      ...noteOf(options),
      fit: () => null,
      encoder: () => ({
        fields: [pixels],
        async encode({ id, read }) {
          return [await decodeImage(await read(), options, id)];
        },
        ...placement === "middle" ? {} : {
          async encodeWithRoom({ id, read }: InputItem) {
            return [
              roomy(await decodeWithRoom(await read(), options, id), size),
            ];
          },
        },
      }),
    };
  },
});

/**
 * Reads an image file as a square of colours: a field `pixels` of bytes,
 * `[size, size, 3]`, red, green and blue.
 *
 * An image that is no square loses another part of its longer side in every
 * epoch, so that a network sees all of it in time; up to one and a half squares
 * to either side of the middle are kept for that. Bytes are those of fastai's
 * `Resize`.
 *
 * Orientation, transparency, grey and CMYK are resolved; of an animation the
 * first picture counts.
 *
 * @throws {PipelineError} when a setting is out of range; from its behaviour,
 * when a file is no image, is damaged, or has over 100 million pixels
 *
 * @example The size that ImageNet's models were trained with
 * ```ts
 * import { image } from "leat";
 * import assert from "node:assert/strict";
 *
 * const { behaviour } = image({ size: 224 });
 * const [pixels] = behaviour.encoder(behaviour.fit([])).fields;
 * assert.deepEqual(pixels?.shape, [224, 224, 3]);
 * ```
 */
export function image(options: ImageOptions): Input<ImageFile, Image> {
  return imageStage(options);
}
