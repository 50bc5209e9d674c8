import { z } from "zod";
import { defineStage } from "../../flow/stage/define_stage.ts";
import { imagenet } from "../../flow/kinds/weights.ts";
import { RESIDUAL_GROUPS, residualNetwork } from "./_residual_network.ts";

/** The stage of one ResNet with torchvision's layout and names. */
export function torchvisionStage(op: string, blocks: readonly number[]) {
  return defineStage("architecture", {
    op,
    version: 1,
    params: z.strictObject({ weights: z.string().min(1).optional() }),
    behave: ({ weights }) => {
      const file = weights === imagenet
        ? `https://huggingface.co/timm/${op}.tv_in1k/resolve/main/model.safetensors`
        : weights;
      return {
        groups: RESIDUAL_GROUPS,
        ...file === undefined ? {} : { weights: file },
        build: (context) =>
          residualNetwork(
            op,
            { blocks, channels: [64, 128, 256, 512], stem: "7x7", hidden: 512 },
            file,
            context,
          ),
      };
    },
  });
}
