import { z } from "zod";
import { defineStage } from "../../flow/stage/define_stage.ts";
import { headParams, hidden, rangeOf } from "./layers/head_options.ts";
import {
  RESIDUAL_GROUPS,
  residualNetwork,
  type ResidualPlan,
} from "./_residual_network.ts";
import { trainedWeights, weightsFile } from "./weights/trained_weights.ts";

/** The stage of one ResNet with torchvision's layout and names. */
export function torchvisionStage(
  op: string,
  { block, blocks }: Pick<ResidualPlan, "block" | "blocks">,
) {
  return defineStage("architecture", {
    op,
    version: 1,
    params: z.strictObject({
      weights: trainedWeights(op).optional(),
      hidden: hidden.optional(),
      ...headParams,
    }),
    behave: ({ weights, ...head }) => {
      const file = weightsFile(weights, op);
      return {
        groups: RESIDUAL_GROUPS,
        ...file === undefined ? {} : { weights: file },
        ...rangeOf(head),
        build: (context) =>
          residualNetwork(
            op,
            {
              block,
              blocks,
              channels: [64, 128, 256, 512],
              stem: "7x7",
              head,
            },
            file,
            context,
          ),
      };
    },
  });
}
