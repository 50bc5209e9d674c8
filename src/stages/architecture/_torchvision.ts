import { z } from "zod";
import { defineStage } from "../../flow/stage/define_stage.ts";
import { headParams, hidden } from "./layers/head_options.ts";
import { residualBehaviour, type ResidualPlan } from "./_residual_network.ts";
import { trainedWeights } from "./weights/trained_weights.ts";

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
      const channels = [64, 128, 256, 512];
      const plan = { block, blocks, channels, stem: "7x7", head } as const;
      return residualBehaviour(op, plan, weights);
    },
  });
}
