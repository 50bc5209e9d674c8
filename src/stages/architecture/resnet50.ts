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

/** The definition of {@linkcode resnet50}. */
export const resnet50Stage = torchvisionStage("resnet50", {
  block: "bottleneck",
  blocks: [3, 4, 6, 3],
});

/**
 * ResNet-50 in torchvision's layout and names, with fastai's head: images
 * `[batch, size, size, 3]` to `[batch, outputs]`. Its bottlenecks stride in
 * their 3x3 convolution. The original has 25.6 million parameters with its own
 * head.
 *
 * Without `weights` it starts from random ones, and cannot be fine-tuned.
 * Source: He et al., "Deep residual learning for image recognition", 2016.
 *
 * @throws {PipelineError} when it is built and the weights are absent or differ
 *
 * @example
 * ```ts
 * import { imagenet, resnet50 } from "leat";
 *
 * resnet50({ weights: imagenet });
 * resnet50({ weights: "./weights/resnet50.safetensors" });
 * resnet50({ dropout: 0.3 });
 * resnet50();
 * ```
 */
export function resnet50(
  options?: NoWeights & HeadOptions,
): Architecture<Image, Scratch>;
export function resnet50(
  options: ResnetOptions<"resnet50"> & HeadOptions,
): Architecture<Image, Pretrained>;
export function resnet50(
  options: Partial<ResnetOptions<"resnet50">> & HeadOptions = {},
): Architecture<Image, never> {
  return resnet50Stage(options);
}
