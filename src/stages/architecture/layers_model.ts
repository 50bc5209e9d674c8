import { z } from "zod";
import type { Image } from "../../flow/kinds/inputs.ts";
import type { Pretrained, Scratch } from "../../flow/kinds/weights.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import { optionsOf } from "../../flow/stage/options.ts";
import type { Architecture } from "../../flow/stage/stage.ts";
import { head } from "./layers/head.ts";
import {
  type HeadOptions,
  headParams,
  hidden,
  rangeOf,
} from "./layers/head_options.ts";
import { layersBody } from "./_layers_body.ts";
import { networkOf } from "./layers/network.ts";
import { requireImage } from "./_requirements.ts";

/** One number for red, green and blue each. */
function colours(value: z.ZodNumber) {
  return z.array(value).length(3).default([0.5, 0.5, 0.5]);
}

/** The definition of {@linkcode layersModel}. */
export const layersModelStage = defineStage("architecture", {
  op: "layersModel",
  version: 1,
  params: z.strictObject({
    model: z.string().min(1),
    cut: z.string().min(1),
    mean: colours(z.number()),
    deviation: colours(z.number().positive()),
    hidden: hidden.default(512),
    ...headParams,
    random: z.boolean().default(false),
  }),
  behave: ({ model, cut, mean, deviation, random, ...plan }) => ({
    groups: 2,
    // Its form is part of the result even where its weights are left.
    weights: { at: model },
    ...rangeOf(plan),
    build: async (context) => {
      const field = requireImage("layersModel", context.fields);
      const body = await layersBody({ model, cut, random, field }, context);
      const top = head(context.outputs, plan)({
        name: "head",
        group: 1,
        input: body.placed.output,
      });
      return {
        ...networkOf(field.name, [body.placed, top]),
        pretrained: async () => ({
          values: await body.pretrained(),
          normalization: { mean, deviation },
        }),
      };
    },
  }),
});

/** What a body out of a tfjs layers model may be told. */
export interface LayersModelOptions extends HeadOptions {
  /** The layer whose output feeds the head; what comes after it is left. */
  readonly cut: string;
  /** What is taken from each channel (0 to 1) first; 0.5 by default. */
  readonly mean?: readonly number[];
  /** What each channel is divided by then; 0.5 by default: -1 to 1. */
  readonly deviation?: readonly number[];
}

/**
 * Any tfjs layers model as a trained body, with fastai's head: images
 * `[batch, size, size, 3]` to `[batch, outputs]`. Two parameter groups: the
 * body and the head. What draws chance within the body (dropout, noise) is
 * left out: tfjs draws it without a seed.
 *
 * @param model path or URL of `model.json`; a path is relative to the pipeline
 * @param options `random: true` takes the form of the model and leaves its
 * weights: it then starts from random ones and cannot be fine-tuned
 * @throws {PipelineError} when it is built and the model is absent, has no
 * layer of that name, or reads something else than the input gives
 *
 * @example
 * ```ts
 * import { layersModel } from "leat";
 *
 * layersModel("./mobilenet/model.json", { cut: "conv_pw_13_relu" });
 * ```
 */
export function layersModel(
  model: string,
  options: LayersModelOptions & { readonly random: true },
): Architecture<Image, Scratch>;
export function layersModel(
  model: string,
  options: LayersModelOptions & { readonly random?: false },
): Architecture<Image, Pretrained>;
export function layersModel(
  model: string,
  options: LayersModelOptions & { readonly random?: boolean },
): Architecture<Image, never> {
  const { mean, deviation, ...rest } = optionsOf(
    "architecture",
    "layersModel",
    options,
  );
  return layersModelStage({
    model,
    ...rest,
    ...mean && { mean: [...mean] },
    ...deviation && { deviation: [...deviation] },
  });
}
