/**
 * One step of Adam as two kernels a variable. Written as tfjs operations it is
 * fourteen, and on small networks starting a kernel costs more than running it.
 *
 * Both are registered with tfjs for the WebGPU and the cpu backend: the second
 * is the reference that the first is tested against.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import type { DataId, TensorInfo } from "@tensorflow/tfjs-core";
import { type Backend, run, type Shader } from "./program.ts";

/** `AdamMoments`: both moments, `[2, size]`, after a gradient. */
export const ADAM_MOMENTS = "AdamMoments";
/** `AdamValue`: a variable after a step along its moments. */
export const ADAM_VALUE = "AdamValue";

/** Settings of `AdamMoments`. */
export interface MomentsSettings {
  /** How much of the mean stays. */
  readonly momentum: number;
  /** How much of the mean square stays. */
  readonly squareDecay: number;
}

/** Settings of `AdamValue`. */
export interface ValueSettings {
  /** What the value is multiplied by first: decoupled weight decay. */
  readonly decay: number;
  /** The rate over the debiasing of the mean. */
  readonly rate: number;
  /** The debiasing of the mean square. */
  readonly squareScale: number;
  readonly epsilon: number;
}

/** Uniforms are integers; a setting goes through as its bits. */
function bits(value: number): number {
  return new Int32Array(new Float32Array([value]).buffer)[0] ?? 0;
}

const setting = (name: string) => `bitcast<f32>(uniforms.${name})`;

const moments: Shader = {
  key: "leat_adam_moments",
  inputs: ["before", "gradient"],
  scalars: ["before", "gradient", "result"],
  uniforms: ["size", "momentum", "squareDecay"],
  code: () => `
fn main(index : i32) {
  if (index >= uniforms.size) { return; }
  let g = gradient[index];
  let momentum = ${setting("momentum")};
  let squareDecay = ${setting("squareDecay")};
  let square = index + uniforms.size;
  result[index] = momentum * before[index] + (1.0 - momentum) * g;
  result[square] = squareDecay * before[square] + (1.0 - squareDecay) * g * g;
}`,
};

const value: Shader = {
  key: "leat_adam_value",
  inputs: ["before", "moments"],
  scalars: ["before", "moments", "result"],
  uniforms: ["size", "decay", "rate", "squareScale", "epsilon"],
  code: () => `
fn main(index : i32) {
  if (index >= uniforms.size) { return; }
  let root = sqrt(moments[index + uniforms.size] * ${setting("squareScale")});
  let step = moments[index] / (root + ${setting("epsilon")});
  result[index] = before[index] * ${setting("decay")}
    - step * ${setting("rate")};
}`,
};

/** The part of tfjs' cpu backend that a kernel of ours needs. */
interface CpuBackend {
  readonly data: { get(id: DataId): { values: Float32Array } };
  makeTensorInfo(
    shape: number[],
    dtype: "float32",
    values: Float32Array,
  ): TensorInfo;
}

const sizeOf = ({ shape }: TensorInfo) => tf.util.sizeFromShape(shape);

interface Call {
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly attrs: unknown;
  readonly backend: unknown;
}

function named(inputs: Call["inputs"], name: string): TensorInfo {
  const tensor = inputs[name];
  if (tensor === undefined) throw new TypeError(`Cannot step: no ${name}`);
  return tensor;
}

function momentsOnGpu({ inputs, attrs, backend }: Call): TensorInfo {
  const { momentum, squareDecay } = attrs as MomentsSettings;
  const gradient = named(inputs, "gradient");
  const size = sizeOf(gradient);
  return run(backend as Backend, moments, {
    inputs: [named(inputs, "moments"), gradient],
    shape: [2, size],
    uniforms: [size, bits(momentum), bits(squareDecay)],
    invocations: size,
  });
}

function valueOnGpu({ inputs, attrs, backend }: Call): TensorInfo {
  const { decay, rate, squareScale, epsilon } = attrs as ValueSettings;
  const before = named(inputs, "value");
  const size = sizeOf(before);
  return run(backend as Backend, value, {
    inputs: [before, named(inputs, "moments")],
    shape: before.shape,
    uniforms: [size, bits(decay), bits(rate), bits(squareScale), bits(epsilon)],
    invocations: size,
  });
}

function momentsOnCpu({ inputs, attrs, backend }: Call): TensorInfo {
  const { momentum, squareDecay } = attrs as MomentsSettings;
  const cpu = backend as CpuBackend;
  const values = (name: string) =>
    cpu.data.get(named(inputs, name).dataId).values;
  const [before, gradient] = [values("moments"), values("gradient")];
  const size = gradient.length;
  const result = new Float32Array(2 * size);
  gradient.forEach((g, at) => {
    const mean = before[at] ?? 0;
    const square = before[at + size] ?? 0;
    result[at] = momentum * mean + (1 - momentum) * g;
    result[at + size] = squareDecay * square + (1 - squareDecay) * g * g;
  });
  return cpu.makeTensorInfo([2, size], "float32", result);
}

function valueOnCpu({ inputs, attrs, backend }: Call): TensorInfo {
  const { decay, rate, squareScale, epsilon } = attrs as ValueSettings;
  const cpu = backend as CpuBackend;
  const before = named(inputs, "value");
  const values = cpu.data.get(before.dataId).values;
  const moments = cpu.data.get(named(inputs, "moments").dataId).values;
  const size = values.length;
  const result = values.map((each, at) => {
    const root = Math.sqrt((moments[at + size] ?? 0) * squareScale);
    return each * decay - (moments[at] ?? 0) / (root + epsilon) * rate;
  });
  return cpu.makeTensorInfo(before.shape, "float32", result);
}

/** Registers both kernels for a backend; twice is as once. */
export function registerAdam(backendName: "webgpu" | "cpu"): void {
  const gpu = backendName === "webgpu";
  const kernels = [
    [ADAM_MOMENTS, gpu ? momentsOnGpu : momentsOnCpu],
    [ADAM_VALUE, gpu ? valueOnGpu : valueOnCpu],
  ] as const;
  for (const [kernelName, run] of kernels) {
    if (tf.getKernel(kernelName, backendName)) continue;
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: (call) => run(call as unknown as Call),
    });
  }
}
