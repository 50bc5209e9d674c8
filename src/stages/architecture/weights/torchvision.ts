import { z } from "zod";
import type {
  TorchvisionName,
  TorchvisionWeights,
} from "../../../flow/kinds/weights.ts";
import { optionsOf } from "../../../flow/stage/options.ts";
import { checksum, type ChecksumOptions } from "./_checksum.ts";

/** The schema of {@linkcode torchvision}. */
export const torchvisionWeights = z.strictObject({
  op: z.literal("torchvision"),
  name: z.enum(["resnet18", "resnet34", "resnet50", "resnet101", "resnet152"]),
  sha256: checksum,
});

/**
 * Where the weights are that torchvision published first for a network, as
 * safetensors. torchvision's own files are pickles, which can run code; timm
 * publishes the same tensors under the same names.
 */
export function torchvisionUrl(name: string): string {
  return `https://huggingface.co/timm/${name}.tv_in1k/resolve/main/model.safetensors`;
}

/**
 * The weights that torchvision published first for one of its networks
 * (`IMAGENET1K_V1`), trained on ImageNet-1k.
 *
 * They come from Hugging Face, out of the repository `timm/<name>.tv_in1k`:
 * torchvision's own files are pickles, which can run code when they are read,
 * and timm publishes the same tensors under the same names as safetensors.
 * Those of torchvision's second recipe are
 * `huggingFace("timm/resnet50.tv2_in1k")`.
 *
 * @param name the network that is given the weights
 *
 * @example
 * ```ts
 * import { resnet34, torchvision } from "leat";
 *
 * resnet34({ weights: torchvision("resnet34") });
 * ```
 */
export function torchvision<Name extends TorchvisionName>(
  name: Name,
  options: ChecksumOptions = {},
): TorchvisionWeights<Name> {
  return Object.freeze({
    op: "torchvision",
    name,
    ...optionsOf("architecture", "torchvision", options),
  });
}
