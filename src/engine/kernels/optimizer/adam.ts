/**
 * One step of Adam as one kernel a variable. Written as tfjs operations it is
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

/**
 * `Adam`: makes a variable and both of its moments, `[2, size]`, what they are
 * after a step along a gradient.
 */
export const ADAM = "Adam";

/** What the kernel is told at a step, as a tensor of {@linkcode adamNumbers}. */
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

/** The tensor `settings` of the kernel. */
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

function shader(parts: Parts): EachShader {
  const all = ["gradient", "moments", "settings", "result"];
  return {
    key: `leat_adam ${parts}`,
    inputs: ["gradient", "moments", "settings"],
    writes: ["moments"],
    scalars: parts === 4 ? ["settings"] : all,
    uniforms: ["numbers"],
    main: () =>
      eachOf(
        ORDER.map((name) => `let ${name} = ${setting(name)};`).join("\n"),
        `let g = gradient[at];
        let mean = momentum * moments[at] + (1.0 - momentum) * g;
        let last = moments[at + uniforms.numbers];
        let square = squareDecay * last + (1.0 - squareDecay) * g * g;
        moments[at] = mean;
        moments[at + uniforms.numbers] = square;
        let step = mean / (sqrt(square * squareScale) + epsilon);
        result[at] = result[at] * decay - step * rate;`,
      ),
  };
}

const adam: OwnKernel<Record<string, never>> = {
  name: ADAM,
  shape: (input) => input("value").shape,
  changes: "value",
  onGpu: (backend, input) => {
    const into = input("value");
    const parts = partsOf(into);
    const numbers = sizeOf(into) / parts;
    return runEach(backend, shader(parts), {
      inputs: [input("gradient"), input("moments"), input("settings")],
      into,
      shape: into.shape,
      uniforms: [numbers],
      invocations: invocationsFor(numbers),
    });
  },
  onCpu: (values, _, __, write) => {
    const settings = values("settings");
    const momentum = settingOf(settings, "momentum");
    const squareDecay = settingOf(settings, "squareDecay");
    const squareScale = settingOf(settings, "squareScale");
    const epsilon = settingOf(settings, "epsilon");
    const decay = settingOf(settings, "decay");
    const rate = settingOf(settings, "rate");
    const [before, gradient] = [values("value"), values("gradient")];
    const moments = values("moments").slice();
    const size = gradient.length;
    gradient.forEach((g, at) => {
      const mean = moments[at] ?? 0;
      const square = moments[at + size] ?? 0;
      moments[at] = momentum * mean + (1 - momentum) * g;
      moments[at + size] = squareDecay * square + (1 - squareDecay) * g * g;
    });
    write("moments", moments);
    return before.map((each, at) => {
      const root = Math.sqrt((moments[at + size] ?? 0) * squareScale);
      return each * decay - (moments[at] ?? 0) / (root + epsilon) * rate;
    });
  },
};

/** Registers the kernel for a backend; twice is as once. */
export function registerAdam(backendName: "webgpu" | "cpu"): void {
  registerOwn(adam, backendName);
}
