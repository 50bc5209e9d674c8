import { z } from "zod";
import { imagenet, type TrainedWeights } from "../../../flow/kinds/weights.ts";
import type { WeightsFile } from "../../../flow/stage/architecture.ts";
import { huggingFaceUrl, huggingFaceWeights } from "./hugging_face.ts";
import { reference, safetensorsWeights } from "./safetensors.ts";
import { torchvisionUrl, torchvisionWeights } from "./torchvision.ts";

function isTorchvision(op: string): boolean {
  return torchvisionWeights.shape.name.safeParse(op).success;
}

/** The schema of trained weights in a safetensors file, for one architecture. */
export function trainedWeights(
  op: string,
): z.ZodType<TrainedWeights<string>, TrainedWeights<string>> {
  return z.union([
    reference.refine(
      (weights) => weights !== imagenet || isTorchvision(op),
      { error: `there are none of ${op} that were trained on ImageNet` },
    ),
    z.discriminatedUnion("op", [
      torchvisionWeights.refine(({ name }) => name === op, {
        path: ["name"],
        error: ({ input }) =>
          `torchvision("${
            (input as { name: string }).name
          }") are the weights of another network`,
      }),
      huggingFaceWeights,
      safetensorsWeights,
    ]),
  ], {
    error:
      "must be the path or URL of a safetensors file, torchvision(), huggingFace() or safetensors()",
  });
}

function addressOf(weights: TrainedWeights<string>, op: string): string {
  if (typeof weights === "string") {
    return weights === imagenet ? torchvisionUrl(op) : weights;
  }
  switch (weights.op) {
    case "torchvision":
      return torchvisionUrl(weights.name);
    case "huggingFace":
      return huggingFaceUrl(weights);
    case "safetensors":
      return weights.at;
  }
}

/** Whether the address is Leat's own, by the name of a network alone. */
function isKnown(weights: TrainedWeights<string>): boolean {
  return weights === imagenet ||
    (typeof weights !== "string" && weights.op === "torchvision");
}

/** The file that trained weights stand for, where there are some. */
export function weightsFile(
  weights: TrainedWeights<string> | undefined,
  op: string,
): WeightsFile | undefined {
  if (weights === undefined) return undefined;
  const { sha256 } = typeof weights === "string"
    ? { sha256: undefined }
    : weights;
  return {
    at: addressOf(weights, op),
    format: "safetensors",
    ...isKnown(weights) ? { known: true } : {},
    ...sha256 === undefined ? {} : { sha256 },
  };
}
