import { decodeSafetensors } from "../../base/codec/safetensors.ts";
import {
  weightsAbsent,
  weightsDiffer,
} from "../../base/errors/architecture.ts";
import type {
  ArchitectureContext,
  Network,
  PretrainedValues,
} from "../../flow/stage/architecture.ts";
import { fromTorch, torchShape } from "../../flow/stage/layout.ts";

/** Names of the head: it is made anew for each problem. */
const HEAD = /^head\./;

/** Per-channel mean and deviation of ImageNet, values 0 to 1. */
const IMAGENET = {
  mean: [0.485, 0.456, 0.406],
  deviation: [0.229, 0.224, 0.225],
};

function numbers(text: string | undefined): readonly number[] | undefined {
  return text?.split(",").map(Number);
}

/**
 * Reads a trained body from a safetensors file with torchvision's names; its
 * head, if it has one, is left.
 *
 * @throws {PipelineError} when the file is not there, or tensors of the body
 * are missing or of another shape: never a random start in their place
 */
export async function readWeights(
  op: string,
  weights: string,
  network: Network,
  context: ArchitectureContext,
): Promise<PretrainedValues> {
  const file = await context.read(weights).then(decodeSafetensors)
    .catch((cause: unknown) => {
      throw weightsAbsent(weights, cause);
    });
  const values = new Map<string, Float32Array>();
  const missing: string[] = [];
  const misshaped: string[] = [];
  for (const spec of network.variables) {
    if (HEAD.test(spec.name)) continue;
    const tensor = file.tensors.get(spec.name);
    const shape = torchShape(spec);
    if (tensor === undefined) missing.push(spec.name);
    else if (
      tensor.dtype !== "F32" || `${tensor.shape}` !== `${shape}`
    ) misshaped.push(`${spec.name} [${tensor.shape}] instead of [${shape}]`);
    else {values.set(
        spec.name,
        fromTorch(spec, tensor.data as Float32Array),
      );}
  }
  if (missing.length + misshaped.length > 0) {
    throw weightsDiffer(op, weights, missing, misshaped);
  }
  const mean = numbers(file.metadata["normalization.mean"]);
  const deviation = numbers(file.metadata["normalization.deviation"]);
  return {
    values,
    normalization: mean && deviation ? { mean, deviation } : IMAGENET,
  };
}
