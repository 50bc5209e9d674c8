import {
  decodeSafetensors,
  type StoredTensors,
} from "../../base/codec/safetensors.ts";
import {
  weightsAbsent,
  weightsDiffer,
} from "../../base/errors/architecture.ts";
import type {
  ArchitectureContext,
  Network,
  Normalization,
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

/** One number a channel, of the metadata; nothing where it is not there. */
function channels(
  metadata: Readonly<Record<string, string>>,
  name: string,
): readonly number[] | undefined {
  const text = metadata[name];
  if (text === undefined) return undefined;
  const values = text.split(",").map(Number);
  if (values.length === 3 && values.every(Number.isFinite)) return values;
  throw new RangeError(`${name} is "${text}", not three numbers`);
}

/** What weights expect of images: what their file says, else as ImageNet's. */
function normalizationOf({ metadata }: StoredTensors): Normalization {
  const mean = channels(metadata, "normalization.mean");
  const deviation = channels(metadata, "normalization.deviation");
  return mean && deviation ? { mean, deviation } : IMAGENET;
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
  const { tensors, normalization } = await context.read(weights)
    .then((bytes) => {
      const file = decodeSafetensors(bytes, weights);
      return { ...file, normalization: normalizationOf(file) };
    })
    .catch((cause: unknown) => {
      throw weightsAbsent(weights, cause);
    });
  const values = new Map<string, Float32Array>();
  const missing: string[] = [];
  const misshaped: string[] = [];
  for (const spec of network.variables) {
    if (HEAD.test(spec.name)) continue;
    const tensor = tensors.get(spec.name);
    const shape = torchShape(spec);
    if (tensor === undefined) missing.push(spec.name);
    else if (tensor.dtype !== "F32" || `${tensor.shape}` !== `${shape}`) {
      misshaped.push(`${spec.name} [${tensor.shape}] instead of [${shape}]`);
    } else values.set(spec.name, fromTorch(spec, tensor.data));
  }
  if (missing.length + misshaped.length > 0) {
    throw weightsDiffer(op, weights, missing, misshaped);
  }
  return { values, normalization };
}
