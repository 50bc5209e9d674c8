import type { Image } from "../../flow/kinds/inputs.ts";
import type {
  NoWeights,
  Pretrained,
  ResnetOptions,
  Scratch,
} from "../../flow/kinds/weights.ts";
import type { Architecture } from "../../flow/stage/stage.ts";
import type { HeadOptions } from "./layers/head_options.ts";
import { torchvisionStage } from "./_torchvision.ts";

/** The definition of {@linkcode resnet34}. */
export const resnet34Stage = torchvisionStage("resnet34", {
  block: "basic",
  blocks: [3, 4, 6, 3],
});

/**
 * ResNet-34 in torchvision's layout and names, with fastai's head: images
 * `[batch, size, size, 3]` to `[batch, outputs]`. The body of the original has
 * 21.8 million parameters with its own head.
 *
 * Without `weights` it starts from random ones, and cannot be fine-tuned.
 * Source: He et al., "Deep residual learning for image recognition", 2016.
 *
 * @throws {PipelineError} when it is built and the weights are absent or differ
 *
 * @example
 * ```ts
 * import { imagenet, resnet34 } from "leat";
 *
 * resnet34({ weights: imagenet });
 * resnet34({ weights: "./weights/resnet34.safetensors" });
 * resnet34({ dropout: 0.3 });
 * resnet34();
 * ```
 */
export function resnet34(
  options?: NoWeights & HeadOptions,
): Architecture<Image, Scratch>;
export function resnet34(
  options: ResnetOptions<"resnet34"> & HeadOptions,
): Architecture<Image, Pretrained>;
export function resnet34(
  options: Partial<ResnetOptions<"resnet34">> & HeadOptions = {},
): Architecture<Image, never> {
  return resnet34Stage(options);
}
