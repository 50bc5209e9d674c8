import { z } from "zod";
import type { Image } from "../../flow/kinds/inputs.ts";
import type {
  NotTorchvision,
  NoWeights,
  Pretrained,
  ResnetOptions,
  Scratch,
} from "../../flow/kinds/weights.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Architecture } from "../../flow/stage/stage.ts";
import { type HeadOptions, headParams, hidden } from "./layers/head_options.ts";
import { residualBehaviour } from "./_residual_network.ts";
import type { BodyPlan } from "./layers/residual_body.ts";
import { trainedWeights } from "./weights/trained_weights.ts";

const DEPTHS = [20, 32, 44, 56, 110] as const;

/** Layers with weights of the original, its head among them. */
export type CifarDepth = typeof DEPTHS[number];

/** The body of the network for CIFAR of that depth. */
export function cifarBody(depth: CifarDepth): BodyPlan {
  // A stem, a head, and in each of three stages blocks of two.
  const blocks = (depth - 2) / 6;
  return {
    block: "basic",
    shortcut: "padding",
    blocks: [blocks, blocks, blocks],
    channels: [16, 32, 64],
    stem: "cifar",
  };
}

/** The definition of {@linkcode cifarResnet}. */
export const cifarResnetStage = defineStage("architecture", {
  op: "cifarResnet",
  version: 1,
  params: z.strictObject({
    depth: z.literal([...DEPTHS], {
      error: `must be one of ${DEPTHS.join(", ")}`,
    }),
    weights: trainedWeights("cifarResnet").optional(),
    hidden: hidden.optional(),
    ...headParams,
  }),
  behave: ({ depth, weights, ...head }) =>
    residualBehaviour("cifarResnet", { ...cifarBody(depth), head }, weights),
});

/** What a residual network for CIFAR may be told. */
export interface CifarResnetOptions extends HeadOptions {
  /** 20, 32, 44, 56 or 110. */
  readonly depth: CifarDepth;
}

/**
 * The residual network for images as small as CIFAR's, with fastai's head: a
 * 3x3 convolution that keeps their size, three stages of 16, 32 and 64
 * channels, and shortcuts without parameters. Images `[batch, size, size, 3]`
 * to `[batch, outputs]`; the originals read 32 pixels a side.
 *
 * Weights are named as those of akamaster/pytorch_resnet_cifar10, which were
 * trained with ImageNet's normalisation; without `weights` it starts from
 * random ones, and cannot be fine-tuned.
 *
 * Source: He et al., "Deep residual learning for image recognition", 2016,
 * section 4.2, with shortcuts of option A.
 *
 * @throws {PipelineError} when it is built and the weights are absent or differ
 *
 * @example
 * ```ts
 * import { cifarResnet } from "leat";
 *
 * cifarResnet({ depth: 20 });
 * cifarResnet({ depth: 20, weights: "./weights/resnet20.safetensors" });
 * ```
 */
export function cifarResnet(
  options: CifarResnetOptions & NoWeights,
): Architecture<Image, Scratch>;
export function cifarResnet(
  options: CifarResnetOptions & ResnetOptions<NotTorchvision>,
): Architecture<Image, Pretrained>;
export function cifarResnet(
  options: CifarResnetOptions & Partial<ResnetOptions<string>>,
): Architecture<Image, never> {
  return cifarResnetStage(options);
}
