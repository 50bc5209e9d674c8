import { foreignFormat } from "../../../base/codec/foreign_format.ts";
import {
  decodeSafetensors,
  type StoredTensor,
} from "../../../base/codec/safetensors.ts";
import {
  weightsAbsent,
  weightsBroken,
  weightsDiffer,
  weightsForeign,
} from "../../../base/errors/weights.ts";
import type {
  ArchitectureContext,
  Network,
  PretrainedValues,
  VariableSpec,
} from "../../../flow/stage/architecture.ts";
import { fromTorch, torchShape } from "../../../flow/stage/layout.ts";
import { kernelForChannels, readsColours } from "./_first_kernel.ts";
import { isKnownExtra, ownNames } from "./_names.ts";
import { normalizationOf } from "./_normalization.ts";

/** Names of our head: it is made anew for each problem. */
const HEAD = /^head\./;

function decode(bytes: Uint8Array, weights: string) {
  const foreign = foreignFormat(bytes);
  if (foreign) throw weightsForeign(weights, foreign);
  try {
    const file = decodeSafetensors(bytes, weights);
    return {
      tensors: ownNames(file.tensors),
      normalization: normalizationOf(file),
    };
  } catch (cause) {
    throw weightsBroken(weights, cause);
  }
}

/** The values of one variable, or what is the matter with its tensor. */
function valuesOf(
  spec: VariableSpec,
  tensor: StoredTensor,
  first: VariableSpec | undefined,
): Float32Array | string {
  const wanted = torchShape(spec);
  const { shape, dtype, data } = tensor;
  if (dtype !== "F32") return `${dtype} [${shape}] instead of F32 [${wanted}]`;
  if (`${shape}` === `${wanted}`) return fromTorch(spec, data);
  if (!readsColours(first, spec, shape)) {
    return `[${shape}] instead of [${wanted}]`;
  }
  return fromTorch(spec, kernelForChannels(data, wanted, wanted[1] ?? 0));
}

/**
 * Reads a trained body from a safetensors file with the names of torchvision,
 * which are timm's too; its head, if it has one, is left. The first kernel of
 * weights for coloured images is made to fit other numbers of channels, and
 * then nothing is said of how images are normalised.
 *
 * @param weights the reference, for the context and for messages
 * @throws {PipelineError} when the file is not there or of another format, or
 * its tensors are not those of the network, or not finite: all are listed, and
 * nothing starts random in their place
 */
export async function readWeights(
  op: string,
  weights: string,
  network: Pick<Network, "variables">,
  context: Pick<ArchitectureContext, "read">,
): Promise<PretrainedValues> {
  const bytes = await context.read(weights).catch((cause: unknown) => {
    throw weightsAbsent(weights, cause);
  });
  const { tensors, normalization } = decode(bytes, weights);
  const body = network.variables.filter(({ name }) => !HEAD.test(name));
  const first = body.find(({ layout }) => layout === "convolution");
  const values = new Map<string, Float32Array>();
  const missing: string[] = [];
  const misshaped: string[] = [];
  const broken: string[] = [];
  for (const spec of body) {
    const tensor = tensors.get(spec.name);
    if (tensor === undefined) {
      missing.push(`${spec.name} [${torchShape(spec)}]`);
      continue;
    }
    const found = valuesOf(spec, tensor, first);
    if (typeof found === "string") misshaped.push(`${spec.name} ${found}`);
    else if (found.every(Number.isFinite)) values.set(spec.name, found);
    else broken.push(`${spec.name} [${tensor.shape}]`);
  }
  const wanted = new Set(body.map(({ name }) => name));
  const unexpected = [...tensors]
    .filter(([name]) => !wanted.has(name) && !isKnownExtra(name))
    .map(([name, { shape }]) => `${name} [${shape}]`);
  const difference = { missing, unexpected, misshaped, broken };
  if (Object.values(difference).some(({ length }) => length > 0)) {
    throw weightsDiffer(op, weights, difference);
  }
  const colours = first?.shape[2] === normalization.mean.length;
  return colours ? { values, normalization } : { values };
}
