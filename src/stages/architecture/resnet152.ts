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

/** The definition of {@linkcode resnet152}. */
export const resnet152Stage = torchvisionStage("resnet152", {
  block: "bottleneck",
  blocks: [3, 8, 36, 3],
});

/**
 * ResNet-152 in torchvision's layout and names, with fastai's head: images
 * `[batch, size, size, 3]` to `[batch, outputs]`. Its bottlenecks stride in
 * their 3x3 convolution. The original has 60.2 million parameters with its own
 * head.
 *
 * Without `weights` it starts from random ones, and cannot be fine-tuned.
 * Source: He et al., "Deep residual learning for image recognition", 2016.
 *
 * @throws {PipelineError} when it is built and the weights are absent or differ
 *
 * @example
 * ```ts
 * import { imagenet, resnet152 } from "leat";
 *
 * resnet152({ weights: imagenet });
 * resnet152({ weights: "./weights/resnet152.safetensors" });
 * resnet152({ dropout: 0.3 });
 * resnet152();
 * ```
 */
export function resnet152(
  options?: NoWeights & HeadOptions,
): Architecture<Image, Scratch>;
export function resnet152(
  options: ResnetOptions<"resnet152"> & HeadOptions,
): Architecture<Image, Pretrained>;
export function resnet152(
  options: Partial<ResnetOptions<"resnet152">> & HeadOptions = {},
): Architecture<Image, never> {
  return resnet152Stage(options);
}
