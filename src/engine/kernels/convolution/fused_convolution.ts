import type {
  Conv2DAttrs,
  FusedConv2DAttrs,
  TensorInfo,
} from "@tensorflow/tfjs-core";
import { Add } from "@tensorflow/tfjs-core";
import { broadcast } from "../elementwise/broadcast.ts";
import { conv2D } from "./convolution.ts";
import type { KernelCall } from "../override.ts";

const addBias = broadcast(Add);

/**
 * `FusedConv2D` without an activation, which every convolution of a layers model
 * is; with one it is left to tfjs, which makes no such call in training.
 */
export function fusedConv2D(
  { inputs, attrs, backend }: KernelCall<
    "x" | "filter" | "bias" | "preluActivationWeights",
    FusedConv2DAttrs
  >,
): TensorInfo | undefined {
  // tfjs passes nothing where there is none, which its types do not say.
  const { x, filter, bias } = inputs as {
    x: TensorInfo;
    filter: TensorInfo;
    bias?: TensorInfo | null;
  };
  if ((attrs.activation ?? "linear") !== "linear") return undefined;
  if (bias && bias.shape.length !== 1) return undefined;
  if (bias && (bias.shape[0] ?? 0) % 4 !== 0) return undefined;
  const plain = attrs as unknown as Conv2DAttrs;
  const y = conv2D({ inputs: { x, filter }, attrs: plain, backend });
  if (y === undefined || !bias) return y;
  const sum = addBias({ inputs: { a: y, b: bias }, attrs: {}, backend });
  if (sum) backend.disposeData(y.dataId);
  return sum;
}
