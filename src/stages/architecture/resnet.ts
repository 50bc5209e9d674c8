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
import { optionsOf } from "../../flow/stage/options.ts";
import type { Architecture } from "../../flow/stage/stage.ts";
import { type HeadOptions, headParams, hidden } from "./layers/head_options.ts";
import { residualBehaviour } from "./_residual_network.ts";
import { trainedWeights } from "./weights/trained_weights.ts";

const side = z.int().positive().max(4096);

/** The definition of {@linkcode resnet}. */
export const resnetStage = defineStage("architecture", {
  op: "resnet",
  version: 1,
  params: z.strictObject({
    channels: z.array(side).min(1).max(8).default([16, 32, 64, 128]),
    blocks: z.array(side).min(1).max(8).default([1, 1, 1, 1]),
    hidden: hidden.default(128),
    ...headParams,
    weights: trainedWeights("resnet").optional(),
  }).refine(
    ({ channels, blocks }) => channels.length === blocks.length,
    "channels and blocks must have the same length",
  ),
  behave: ({ channels, blocks, weights, ...head }) => {
    const plan = {
      block: "basic",
      blocks,
      channels,
      stem: "3x3",
      head,
    } as const;
    return residualBehaviour("resnet", plan, weights);
  },
});

/** What a narrow residual network may be told; `hidden` is 128 by default. */
export interface NarrowResnetOptions extends HeadOptions {
  /** Channels of each stage; `[16, 32, 64, 128]` by default. */
  readonly channels?: readonly number[];
  /** Basic blocks of each stage; one each by default. */
  readonly blocks?: readonly number[];
}

/**
 * A narrow residual network for small images: a 3x3 convolution of stride 2
 * and no pooling in front, basic blocks, fastai's head. Images
 * `[batch, size, size, 3]` to `[batch, outputs]`.
 *
 * @throws {PipelineError} when it is built and the weights are absent or differ
 *
 * @example
 * ```ts
 * import { resnet } from "leat";
 *
 * resnet();
 * resnet({ channels: [8, 16], blocks: [1, 1] });
 * resnet({ weights: "./weights/doodles.safetensors" });
 * ```
 */
export function resnet(
  options?: NarrowResnetOptions & NoWeights,
): Architecture<Image, Scratch>;
export function resnet(
  options: NarrowResnetOptions & ResnetOptions<NotTorchvision>,
): Architecture<Image, Pretrained>;
export function resnet(
  options: NarrowResnetOptions & Partial<ResnetOptions<string>> = {},
): Architecture<Image, never> {
  const { channels, blocks, ...rest } = optionsOf(
    "architecture",
    "resnet",
    options,
  );
  return resnetStage({
    ...rest,
    ...channels && { channels: [...channels] },
    ...blocks && { blocks: [...blocks] },
  });
}
