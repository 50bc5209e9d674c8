/**
 * Kernels of our own on flat arrays of floats, for both backends: the one for
 * the processor is the reference that the one for WebGPU is tested against.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import type { DataId, TensorInfo } from "@tensorflow/tfjs-core";
import type { Backend } from "./program.ts";

/** The part of tfjs' cpu backend that a kernel of ours needs. */
interface CpuBackend {
  readonly data: { get(id: DataId): { values: Float32Array } };
  makeTensorInfo(
    shape: number[],
    dtype: "float32",
    values: Float32Array,
  ): TensorInfo;
}

/** What a kernel is called with. */
interface Call {
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly attrs: unknown;
  readonly backend: unknown;
}

/** An input by its name. */
export type Input = (name: string) => TensorInfo;

/** The numbers of an input by its name. */
export type Values = (name: string) => Float32Array;

/** One kernel, twice. */
export interface OwnKernel<Settings> {
  readonly name: string;
  readonly onGpu: (
    backend: Backend,
    input: Input,
    settings: Settings,
  ) => TensorInfo;
  readonly onCpu: (
    values: Values,
    settings: Settings,
    input: Input,
  ) => Float32Array;
  /** The shape of what it makes. */
  readonly shape: (input: Input, settings: Settings) => number[];
}

/** How many numbers a tensor has. */
export function sizeOf({ shape }: TensorInfo): number {
  return tf.util.sizeFromShape(shape);
}

/** Registers a kernel for a backend; twice is as once. */
export function registerOwn<Settings>(
  { name, onGpu, onCpu, shape }: OwnKernel<Settings>,
  backendName: "webgpu" | "cpu",
): void {
  if (tf.getKernel(name, backendName)) return;
  const compute = ({ inputs, attrs, backend }: Call): TensorInfo => {
    const input: Input = (wanted) => {
      const tensor = inputs[wanted];
      if (tensor === undefined) {
        throw new TypeError(`Cannot run ${name}: no "${wanted}"`);
      }
      return tensor;
    };
    // Whoever runs a kernel by its name gives it the settings of that name.
    const settings = attrs as Settings;
    if (backendName === "webgpu") {
      return onGpu(backend as Backend, input, settings);
    }
    const cpu = backend as CpuBackend;
    const values: Values = (wanted) =>
      cpu.data.get(input(wanted).dataId).values;
    return cpu.makeTensorInfo(
      shape(input, settings),
      "float32",
      onCpu(values, settings, input),
    );
  };
  tf.registerKernel({
    kernelName: name,
    backendName,
    kernelFunc: (call) => compute(call as unknown as Call),
  });
}
