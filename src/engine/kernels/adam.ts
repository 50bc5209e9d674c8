/**
 * One step of Adam as two kernels a variable. Written as tfjs operations it is
 * fourteen, and on small networks starting a kernel costs more than running it.
 *
 * @module
 */
import {
  bits,
  type OwnKernel,
  registerOwn,
  setting,
  sizeOf,
} from "./_own_kernel.ts";
import { run, type Shader } from "./program.ts";

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

const momentsShader: Shader = {
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

const moments: OwnKernel<MomentsSettings> = {
  name: ADAM_MOMENTS,
  shape: (input) => [2, sizeOf(input("gradient"))],
  onGpu: (backend, input, { momentum, squareDecay }) => {
    const gradient = input("gradient");
    const size = sizeOf(gradient);
    return run(backend, momentsShader, {
      inputs: [input("moments"), gradient],
      shape: [2, size],
      uniforms: [size, bits(momentum), bits(squareDecay)],
      invocations: size,
    });
  },
  onCpu: (values, { momentum, squareDecay }) => {
    const [before, gradient] = [values("moments"), values("gradient")];
    const size = gradient.length;
    const result = new Float32Array(2 * size);
    gradient.forEach((g, at) => {
      const mean = before[at] ?? 0;
      const square = before[at + size] ?? 0;
      result[at] = momentum * mean + (1 - momentum) * g;
      result[at + size] = squareDecay * square + (1 - squareDecay) * g * g;
    });
    return result;
  },
};

const valueShader: Shader = {
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

const value: OwnKernel<ValueSettings> = {
  name: ADAM_VALUE,
  shape: (input) => input("value").shape,
  onGpu: (backend, input, { decay, rate, squareScale, epsilon }) => {
    const before = input("value");
    const size = sizeOf(before);
    return run(backend, valueShader, {
      inputs: [before, input("moments")],
      shape: before.shape,
      uniforms: [
        size,
        bits(decay),
        bits(rate),
        bits(squareScale),
        bits(epsilon),
      ],
      invocations: size,
    });
  },
  onCpu: (values, { decay, rate, squareScale, epsilon }) => {
    const [before, moments] = [values("value"), values("moments")];
    return before.map((each, at) => {
      const root = Math.sqrt((moments[at + before.length] ?? 0) * squareScale);
      return each * decay - (moments[at] ?? 0) / (root + epsilon) * rate;
    });
  },
};

/** Registers both kernels for a backend; twice is as once. */
export function registerAdam(backendName: "webgpu" | "cpu"): void {
  registerOwn(moments, backendName);
  registerOwn(value, backendName);
}
