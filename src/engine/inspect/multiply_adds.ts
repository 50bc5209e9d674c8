/**
 * How many products a pass through a network adds up, counted while it runs:
 * whatever a network is made of, and not what anybody says of it.
 *
 * @module
 */
import type { NamedTensorInfoMap } from "@tensorflow/tfjs-core";
import type { Tensor, Tensors } from "../../flow/stage/tensors.ts";
import { watchKernels } from "../insight/watch_kernels.ts";

/** Products that were added up, by the name of the variable they are of. */
export interface MultiplyAdds {
  readonly byVariable: ReadonlyMap<string, number>;
  /** Those that are of no variable, such as attention's. */
  readonly others: number;
}

/** One call of a kernel. */
interface Call {
  readonly inputs: NamedTensorInfoMap;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly output: readonly number[];
}

const size = (shape: readonly number[]) =>
  shape.reduce((product, side) => product * side, 1);

function shapeOf(inputs: NamedTensorInfoMap, name: string): readonly number[] {
  return inputs[name]?.shape ?? [];
}

/** Each value that comes out is of all channels under the kernel. */
function dense({ inputs, output }: Call): number {
  return size(output) * size(shapeOf(inputs, "filter").slice(0, -1));
}

/** Each value that comes out is of one channel under the kernel. */
function depthwise({ inputs, output }: Call): number {
  return size(output) * size(shapeOf(inputs, "filter").slice(0, 2));
}

/** Each value that goes in goes to all channels under the kernel. */
function transposed({ inputs }: Call): number {
  return size(shapeOf(inputs, "dy")) *
    size(shapeOf(inputs, "filter").slice(0, -1));
}

function product({ inputs, attributes, output }: Call): number {
  const side = attributes["transposeA"] === true ? -2 : -1;
  return size(output) * (shapeOf(inputs, "a").at(side) ?? 0);
}

/** Kernels that add up products; the others work on each value alone. */
const COUNTS: Readonly<Record<string, (call: Call) => number>> = {
  Conv2D: dense,
  FusedConv2D: dense,
  Conv3D: dense,
  DepthwiseConv2dNative: depthwise,
  FusedDepthwiseConv2D: depthwise,
  Conv2DBackpropInput: transposed,
  BatchMatMul: product,
  _FusedMatMul: product,
};

/**
 * Counts the multiply-adds of convolutions and matrix products while `run`
 * runs; as is usual, those of norms and activations are not counted.
 *
 * @param variables by name; what is computed with others is of none
 */
export function countMultiplyAdds<Result>(
  tf: Tensors,
  variables: ReadonlyMap<string, Tensor>,
  run: () => Result,
): { readonly result: Result; readonly counted: MultiplyAdds } {
  const names = new Map<unknown, string>(
    [...variables].map(([name, { dataId }]) => [dataId, name]),
  );
  const byVariable = new Map<string, number>();
  let others = 0;
  const result = watchKernels(
    tf,
    run,
    ({ kernel, inputs, attributes, made }) => {
      const output = made[0]?.shape ?? [];
      const count = COUNTS[kernel]?.({ inputs, attributes, output });
      if (count === undefined) return;
      const name = Object.values(inputs)
        .map((input) => input && names.get(input.dataId))
        .find((each) => each !== undefined);
      if (name === undefined) others += count;
      else byVariable.set(name, (byVariable.get(name) ?? 0) + count);
    },
  );
  return { result, counted: { byVariable, others } };
}
