import * as tf from "@tensorflow/tfjs-core";
import type {
  GradConfig,
  KernelConfig,
  Tensor,
  TensorInfo,
} from "@tensorflow/tfjs-core";
import { gradientOf } from "./families.ts";
import { tellOfCall } from "./kernel_watch.ts";
import type { Backend } from "./program.ts";

/** What tfjs gives a kernel. */
export interface KernelCall<Input extends string, Attributes> {
  readonly inputs: Readonly<Record<Input, TensorInfo>>;
  readonly attrs: Attributes;
  readonly backend: Backend;
}

/** A kernel of ours; `undefined` leaves the call to tfjs' own. */
export type Kernel<Input extends string, Attributes> = (
  call: KernelCall<Input, Attributes>,
) => TensorInfo | undefined;

const stock = new Map<string, KernelConfig>();

/** How a kernel stands before tfjs' own. */
export interface OverrideOptions {
  /**
   * Whether it counts as left to tfjs what it does not answer; not where it is
   * for few calls by intent. Default `true`.
   */
  readonly tells?: boolean;
}

/**
 * Puts a kernel of ours before tfjs' own of the same name, on the WebGPU
 * backend. `Input` and `Attributes` are those that tfjs declares for it.
 */
export function override<Input extends string, Attributes>(
  kernelName: string,
  kernel: Kernel<Input, Attributes>,
  { tells = true }: OverrideOptions = {},
): void {
  if (stock.has(kernelName)) return;
  const own = tf.getKernel(kernelName, "webgpu");
  if (own === undefined || own === null) {
    throw new RangeError(
      `Cannot override "${kernelName}": tfjs has no such kernel`,
    );
  }
  stock.set(kernelName, own);
  tf.unregisterKernel(kernelName, "webgpu");
  tf.registerKernel({
    ...own,
    kernelFunc: (call) => {
      // tfjs erases the types of all kernels to put them into one registry.
      const ours = kernel(call as unknown as KernelCall<Input, Attributes>);
      if (tells || ours !== undefined) {
        tellOfCall(ours !== undefined, () => ({
          kernel: kernelName,
          inputs: tensorsIn(Object.values(call.inputs)),
          attrs: call.attrs,
        }));
      }
      return ours ?? own.kernelFunc(call);
    },
  });
}

/**
 * What reaches the inputs of a kernel, each found when it is asked for.
 * `undefined` leaves the call to tfjs' own gradient.
 */
export type Gradient<Attributes> = (
  dy: Tensor,
  saved: readonly Tensor[],
  attrs: Attributes,
) => Record<string, () => Tensor> | undefined;

const stockGradients = new Map<string, GradConfig>();

/**
 * Puts a gradient of ours before tfjs' own of the same kernel. tfjs has one for
 * all backends: on others than WebGPU its own is taken.
 */
export function overrideGradient<Attributes>(
  kernelName: string,
  gradient: Gradient<Attributes>,
): void {
  if (stockGradients.has(kernelName)) return;
  const own = tf.getGradient(kernelName);
  stockGradients.set(kernelName, own);
  tf.unregisterGradient(kernelName);
  tf.registerGradient({
    ...own,
    gradFunc: (dy, saved, attrs) => {
      if (tf.getBackend() !== "webgpu" || Array.isArray(dy)) {
        return own.gradFunc(dy, saved, attrs);
      }
      // As above: tfjs erases the types of all kernels.
      const ours = gradient(dy, saved, attrs as unknown as Attributes);
      tellOfCall(ours !== undefined, () => ({
        kernel: gradientOf(kernelName),
        inputs: tensorsIn([dy, ...saved]),
        attrs,
      }));
      return ours ?? own.gradFunc(dy, saved, attrs);
    },
  });
}

/** The kernels and gradients of tfjs that ours stand before at present. */
export function overridden(): readonly string[] {
  return [...stock.keys(), ...[...stockGradients.keys()].map(gradientOf)];
}

/** tfjs declares lists too, and leaves out what is not given. */
function tensorsIn(
  inputs: readonly (TensorInfo | TensorInfo[] | undefined | null)[],
): readonly TensorInfo[] {
  return inputs.flatMap((each) => each ?? []);
}

/** Puts tfjs' own kernels and gradients back. */
export function restoreStock(): void {
  for (const [name, own] of stockGradients) {
    tf.unregisterGradient(name);
    tf.registerGradient(own);
  }
  stockGradients.clear();
  for (const [name, own] of stock) {
    tf.unregisterKernel(name, "webgpu");
    tf.registerKernel(own);
  }
  stock.clear();
}
