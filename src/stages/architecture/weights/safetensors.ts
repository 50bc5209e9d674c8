import { z } from "zod";
import type { SafetensorsWeights } from "../../../flow/kinds/weights.ts";
import { optionsOf } from "../../../flow/stage/options.ts";
import { checksum, type ChecksumOptions } from "./_checksum.ts";

/** Where weights are: a path, or an address that is fetched from. */
export const reference = z.string().min(1).refine(
  (at) => /^https?:\/\//i.test(at) || !/^[a-z][a-z0-9+.-]*:\/\//i.test(at),
  { error: "must be a path, or an address that begins with https://" },
);

/** The schema of {@linkcode safetensors}. */
export const safetensorsWeights = z.strictObject({
  op: z.literal("safetensors"),
  at: reference,
  sha256: checksum,
});

/**
 * The weights in a safetensors file with torchvision's names: what a path or
 * URL by itself means, with a checksum.
 *
 * @param at a path relative to the pipeline, or a URL
 *
 * @example
 * ```ts
 * import { resnet18, safetensors } from "leat";
 *
 * resnet18({
 *   weights: safetensors("./weights/resnet18.safetensors", {
 *     sha256: "0".repeat(64),
 *   }),
 * });
 * ```
 */
export function safetensors(
  at: string,
  options: ChecksumOptions = {},
): SafetensorsWeights {
  return Object.freeze({
    op: "safetensors",
    at,
    ...optionsOf("architecture", "safetensors", options),
  });
}
