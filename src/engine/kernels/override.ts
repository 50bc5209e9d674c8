import * as tf from "@tensorflow/tfjs-core";
import type { KernelConfig, TensorInfo } from "@tensorflow/tfjs-core";
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

/**
 * Puts a kernel of ours before tfjs' own of the same name, on the WebGPU
 * backend. `Input` and `Attributes` are those that tfjs declares for it.
 */
export function override<Input extends string, Attributes>(
  kernelName: string,
  kernel: Kernel<Input, Attributes>,
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
    kernelFunc: (call) =>
      // tfjs erases the types of all kernels to put them into one registry.
      kernel(call as unknown as KernelCall<Input, Attributes>) ??
        own.kernelFunc(call),
  });
}

/** Puts tfjs' own kernels back. */
export function restoreStock(): void {
  for (const [name, own] of stock) {
    tf.unregisterKernel(name, "webgpu");
    tf.registerKernel(own);
  }
  stock.clear();
}
