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
  incRef(id: DataId): void;
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

/** Gives an input other numbers. */
export type Write = (name: string, values: Float32Array) => void;

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
    write: Write,
  ) => Float32Array;
  /** The shape of what it makes. */
  readonly shape: (input: Input, settings: Settings) => number[];
  /** The input whose numbers it gives, where it makes nothing new. */
  readonly changes?: string;
}

/** Numbers that one invocation handles: four in one go are faster than one. */
export type Parts = 1 | 4;

/** The most {@linkcode Parts} that a tensor is whole with. */
export function partsOf(tensor: TensorInfo): Parts {
  return sizeOf(tensor) % 4 === 0 ? 4 : 1;
}

/** How many numbers a tensor has. */
export function sizeOf({ shape }: TensorInfo): number {
  return tf.util.sizeFromShape(shape);
}

/** Registers a kernel for a backend; twice is as once. */
export function registerOwn<Settings>(
  { name, onGpu, onCpu, shape, changes }: OwnKernel<Settings>,
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
      const gpu = backend as Backend;
      const made = onGpu(gpu, input, settings);
      if (changes !== undefined) gpu.incRef(made.dataId);
      return made;
    }
    const cpu = backend as CpuBackend;
    const values: Values = (wanted) =>
      cpu.data.get(input(wanted).dataId).values;
    // Not into the same array: whoever gave it to tfjs may read it again.
    const write: Write = (wanted, numbers) => {
      cpu.data.get(input(wanted).dataId).values = numbers;
    };
    const result = onCpu(values, settings, input, write);
    if (changes === undefined) {
      return cpu.makeTensorInfo(shape(input, settings), "float32", result);
    }
    const { dataId, dtype, shape: same } = input(changes);
    write(changes, result);
    cpu.incRef(dataId);
    return { dataId, dtype, shape: same };
  };
  tf.registerKernel({
    kernelName: name,
    backendName,
    kernelFunc: (call) => compute(call as unknown as Call),
  });
}
