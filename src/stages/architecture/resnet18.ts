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

/** The definition of {@linkcode resnet18}. */
export const resnet18Stage = torchvisionStage("resnet18", {
  block: "basic",
  blocks: [2, 2, 2, 2],
});

/**
 * ResNet-18 in torchvision's layout and names, with fastai's head: images
 * `[batch, size, size, 3]` to `[batch, outputs]`. The body of the original has
 * 11.7 million parameters with its own head.
 *
 * Without `weights` it starts from random ones, and cannot be fine-tuned.
 * Source: He et al., "Deep residual learning for image recognition", 2016.
 *
 * @throws {PipelineError} when it is built and the weights are absent or differ
 *
 * @example
 * ```ts
 * import { imagenet, resnet18 } from "leat";
 *
 * resnet18({ weights: imagenet });
 * resnet18({ weights: "./weights/resnet18.safetensors" });
 * resnet18({ dropout: 0.3 });
 * resnet18();
 * ```
 */
export function resnet18(
  options?: NoWeights & HeadOptions,
): Architecture<Image, Scratch>;
export function resnet18(
  options: ResnetOptions<"resnet18"> & HeadOptions,
): Architecture<Image, Pretrained>;
export function resnet18(
  options: Partial<ResnetOptions<"resnet18">> & HeadOptions = {},
): Architecture<Image, never> {
  return resnet18Stage(options);
}
