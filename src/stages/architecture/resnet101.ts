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

/** The definition of {@linkcode resnet101}. */
export const resnet101Stage = torchvisionStage("resnet101", {
  block: "bottleneck",
  blocks: [3, 4, 23, 3],
});

/**
 * ResNet-101 in torchvision's layout and names, with fastai's head: images
 * `[batch, size, size, 3]` to `[batch, outputs]`. Its bottlenecks stride in
 * their 3x3 convolution. The original has 44.5 million parameters with its own
 * head.
 *
 * Without `weights` it starts from random ones, and cannot be fine-tuned.
 * Source: He et al., "Deep residual learning for image recognition", 2016.
 *
 * @throws {PipelineError} when it is built and the weights are absent or differ
 *
 * @example
 * ```ts
 * import { imagenet, resnet101 } from "leat";
 *
 * resnet101({ weights: imagenet });
 * resnet101({ weights: "./weights/resnet101.safetensors" });
 * resnet101({ dropout: 0.3 });
 * resnet101();
 * ```
 */
export function resnet101(
  options?: NoWeights & HeadOptions,
): Architecture<Image, Scratch>;
export function resnet101(
  options: ResnetOptions<"resnet101"> & HeadOptions,
): Architecture<Image, Pretrained>;
export function resnet101(
  options: Partial<ResnetOptions<"resnet101">> & HeadOptions = {},
): Architecture<Image, never> {
  return resnet101Stage(options);
}
