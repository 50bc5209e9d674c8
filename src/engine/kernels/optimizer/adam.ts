/**
 * One step of Adam as two kernels a variable. Written as tfjs operations it is
 * fourteen, and on small networks starting a kernel costs more than running it.
 *
 * @module
 */
import {
  type OwnKernel,
  type Parts,
  partsOf,
  registerOwn,
  sizeOf,
} from "../_own_kernel.ts";
import { eachOf, invocationsFor } from "../_strided.ts";
import { type EachShader, runEach } from "../run_each.ts";

/** `AdamMoments`: makes both moments, `[2, size]`, what they are after a gradient. */
export const ADAM_MOMENTS = "AdamMoments";
/** `AdamValue`: makes a variable what it is after a step along its moments. */
export const ADAM_VALUE = "AdamValue";

/** What both kernels are told at a step, as a tensor of {@linkcode adamNumbers}. */
export interface AdamSettings {
  /** How much of the mean stays. */
  readonly momentum: number;
  /** How much of the mean square stays. */
  readonly squareDecay: number;
  /** What the value is multiplied by first: decoupled weight decay. */
  readonly decay: number;
  /** The rate over the debiasing of the mean. */
  readonly rate: number;
  /** The debiasing of the mean square. */
  readonly squareScale: number;
  readonly epsilon: number;
}

type Setting = keyof AdamSettings;

/** The order of the settings in their tensor. */
const ORDER: readonly Setting[] = [
  "momentum",
  "squareDecay",
  "decay",
  "rate",
  "squareScale",
  "epsilon",
];

/** The tensor `settings` of both kernels. */
export function adamNumbers(settings: AdamSettings): readonly number[] {
  return ORDER.map((name) => settings[name]);
}

/** A setting in WGSL. */
function setting(name: Setting): string {
  return `settings[${ORDER.indexOf(name)}]`;
}

/** A setting on the processor. */
function settingOf(settings: Float32Array, name: Setting): number {
  return settings[ORDER.indexOf(name)] ?? NaN;
}

function momentsShader(parts: Parts): EachShader {
  return {
    key: `leat_adam_moments ${parts}`,
    inputs: ["gradient", "settings"],
    scalars: parts === 4 ? ["settings"] : ["gradient", "settings", "result"],
    uniforms: ["numbers"],
    main: () =>
      eachOf(
        `let momentum = ${setting("momentum")};
        let squareDecay = ${setting("squareDecay")};`,
        `let g = gradient[at];
        let square = at + uniforms.numbers;
        result[at] = momentum * result[at] + (1.0 - momentum) * g;
        result[square] = squareDecay * result[square] + (1.0 - squareDecay) * g * g;`,
      ),
  };
}

const moments: OwnKernel<Record<string, never>> = {
  name: ADAM_MOMENTS,
  shape: (input) => input("moments").shape,
  changes: "moments",
  onGpu: (backend, input) => {
    const [into, gradient] = [input("moments"), input("gradient")];
    const parts = partsOf(gradient);
    const numbers = sizeOf(gradient) / parts;
    return runEach(backend, momentsShader(parts), {
      inputs: [gradient, input("settings")],
      into,
      shape: into.shape,
      uniforms: [numbers],
      invocations: invocationsFor(numbers),
    });
  },
  onCpu: (values) => {
    const momentum = settingOf(values("settings"), "momentum");
    const squareDecay = settingOf(values("settings"), "squareDecay");
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

function valueShader(parts: Parts): EachShader {
  return {
    key: `leat_adam_value ${parts}`,
    inputs: ["moments", "settings"],
    scalars: parts === 4 ? ["settings"] : ["moments", "settings", "result"],
    uniforms: ["numbers"],
    main: () =>
      eachOf(
        `let squareScale = ${setting("squareScale")};
        let epsilon = ${setting("epsilon")};
        let decay = ${setting("decay")};
        let rate = ${setting("rate")};`,
        `let root = sqrt(moments[at + uniforms.numbers] * squareScale);
        let step = moments[at] / (root + epsilon);
        result[at] = result[at] * decay - step * rate;`,
      ),
  };
}

const value: OwnKernel<Record<string, never>> = {
  name: ADAM_VALUE,
  shape: (input) => input("value").shape,
  changes: "value",
  onGpu: (backend, input) => {
    const into = input("value");
    const parts = partsOf(into);
    const numbers = sizeOf(into) / parts;
    return runEach(backend, valueShader(parts), {
      inputs: [input("moments"), input("settings")],
      into,
      shape: into.shape,
      uniforms: [numbers],
      invocations: invocationsFor(numbers),
    });
  },
  onCpu: (values) => {
    const settings = values("settings");
    const [decay, rate, squareScale, epsilon] = [
      settingOf(settings, "decay"),
      settingOf(settings, "rate"),
      settingOf(settings, "squareScale"),
      settingOf(settings, "epsilon"),
    ];
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
