/**
 * What training in halves does about numbers that are too small or too large
 * for them: the loss is scaled up, so that gradients do not vanish, and a step
 * whose gradients overflow for it is left out. All of it is decided on the
 * device: a replayed step decides anew.
 *
 *     loss · scale ─▶ gradients ─▶ any not finite?  ── yes ─▶ scale / 2, no step
 *                                     └─ no ─▶ gradients / scale ─▶ step
 *                                              (scale · 2 after many of them)
 *
 * Source: Micikevicius et al., "Mixed precision training", 2018, section 3.2;
 * the constants of torch's `GradScaler`.
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
import { bits, setting } from "../_setting.ts";
import { eachOf, invocationsFor } from "../_strided.ts";
import { type EachShader, runEach } from "../run_each.ts";

/** `LossScaleOverflow`: notes in `scaling` whether a gradient is not finite. */
export const LOSS_SCALE_OVERFLOW = "LossScaleOverflow";
/** `LossScaleNext`: decides in `scaling` on this step, and on the next scale. */
export const LOSS_SCALE_NEXT = "LossScaleNext";
/** `LossScaled`: `x` times a field of `scaling`; all zeros where that is zero. */
export const LOSS_SCALED = "LossScaled";
/** `LossScaleSettings`: the settings of an optimizer, or those that move nothing. */
export const LOSS_SCALE_SETTINGS = "LossScaleSettings";

/** The fields of the tensor `scaling`, in their order. */
export const SCALING = [
  /** What the loss is multiplied by. */
  "scale",
  /** One over it, which is exact: it is a power of two. */
  "inverse",
  /** Steps without an overflow since the scale was changed. */
  "clean",
  /** Steps that were left out so far. */
  "skipped",
  /** 1 where a gradient of this step is not finite. */
  "overflow",
  /** What gradients of this step are multiplied by; 0 where it is left out. */
  "factor",
] as const;

/** A field of the tensor `scaling`. */
export type ScalingField = typeof SCALING[number];

/** A scale, and all that is known beside it. */
export type Scaling = Readonly<Record<ScalingField, number>>;

/** How a scale changes. */
export type Growth = {
  /** Clean steps after which it is doubled. */
  readonly interval: number;
  /** What it is never more than. */
  readonly most: number;
};

const place = (field: ScalingField) => SCALING.indexOf(field);

/** The tensor `scaling`. */
export function scalingNumbers(scaling: Scaling): readonly number[] {
  return SCALING.map((field) => scaling[field]);
}

/** What the tensor `scaling` says. */
export function scalingOf(numbers: ArrayLike<number>): Scaling {
  const fields = SCALING.map((field, at) => [field, numbers[at] ?? NaN]);
  // TypeScript does not see that the names are all there are.
  return Object.fromEntries(fields) as Scaling;
}

function overflowShader(parts: Parts): EachShader {
  // By their bits: shaders may assume that there are no such numbers.
  const exponent = "0x7f800000u";
  const found = parts === 4
    ? `any((bitcast<vec4<u32>>(x[at]) & vec4(${exponent})) == vec4(${exponent}))`
    : `(bitcast<u32>(x[at]) & ${exponent}) == ${exponent}`;
  return {
    key: `lossScaleOverflow ${parts}`,
    inputs: ["x"],
    scalars: parts === 4 ? ["result"] : ["x", "result"],
    atomic: true,
    uniforms: ["numbers"],
    main: () =>
      eachOf(
        "",
        `if (${found}) { atomicStore(&result[${place("overflow")}], ${
          bits(1)
        }); }`,
      ),
  };
}

const overflow: OwnKernel<Record<string, never>> = {
  name: LOSS_SCALE_OVERFLOW,
  shape: (input) => input("scaling").shape,
  changes: "scaling",
  onGpu: (backend, input) => {
    const [into, x] = [input("scaling"), input("x")];
    const parts = partsOf(x);
    const numbers = sizeOf(x) / parts;
    return runEach(backend, overflowShader(parts), {
      inputs: [x],
      into,
      shape: into.shape,
      uniforms: [numbers],
      invocations: invocationsFor(numbers),
    });
  },
  onCpu: (values) =>
    values("x").every(Number.isFinite)
      ? values("scaling")
      : values("scaling").with(place("overflow"), 1),
};

/** A field of `result` in WGSL. */
const at = (field: ScalingField) => `result[${place(field)}]`;

// Thread: all of it; there is one.
const NEXT: EachShader = {
  key: "lossScaleNext",
  inputs: [],
  scalars: ["result"],
  uniforms: ["interval", "most"],
  main: () => `
    if (${at("overflow")} != 0.0) {
      ${at("overflow")} = 0.0;
      ${at("factor")} = 0.0;
      ${at("skipped")} += 1.0;
      ${at("clean")} = 0.0;
      ${at("scale")} *= 0.5;
      ${at("inverse")} *= 2.0;
      return;
    }
    ${at("factor")} = ${at("inverse")};
    ${at("clean")} += 1.0;
    if (${at("clean")} < f32(uniforms.interval)) { return; }
    ${at("clean")} = 0.0;
    if (${at("scale")} < ${setting("most")}) {
      ${at("scale")} *= 2.0;
      ${at("inverse")} *= 0.5;
    }`,
};

function nextOf(before: Scaling, { interval, most }: Growth): Scaling {
  const { scale, inverse, clean, skipped, overflow } = before;
  if (overflow !== 0) {
    return {
      scale: scale / 2,
      inverse: inverse * 2,
      clean: 0,
      skipped: skipped + 1,
      overflow: 0,
      factor: 0,
    };
  }
  const grows = clean + 1 >= interval;
  const times = grows && scale < most ? 2 : 1;
  return {
    scale: scale * times,
    inverse: inverse / times,
    clean: grows ? 0 : clean + 1,
    skipped,
    overflow: 0,
    factor: inverse,
  };
}

const next: OwnKernel<Growth> = {
  name: LOSS_SCALE_NEXT,
  shape: (input) => input("scaling").shape,
  changes: "scaling",
  onGpu: (backend, input, { interval, most }) => {
    const into = input("scaling");
    return runEach(backend, NEXT, {
      inputs: [],
      into,
      shape: into.shape,
      uniforms: [interval, bits(most)],
      invocations: 1,
    });
  },
  onCpu: (values, growth) =>
    Float32Array.from(
      scalingNumbers(nextOf(scalingOf(values("scaling")), growth)),
    ),
};

function scaledShader(parts: Parts): EachShader {
  const zero = parts === 4 ? "vec4<f32>()" : "0.0";
  return {
    key: `lossScaled ${parts}`,
    inputs: ["x", "scaling"],
    scalars: parts === 4 ? ["scaling"] : ["x", "scaling", "result"],
    uniforms: ["numbers", "field"],
    // Not by multiplying with zero, which makes no zero of infinity.
    main: () =>
      eachOf(
        "let factor = scaling[uniforms.field];",
        `result[at] = select(x[at] * factor, ${zero}, factor == 0.0);`,
      ),
  };
}

const scaled: OwnKernel<{ readonly field: ScalingField }> = {
  name: LOSS_SCALED,
  shape: (input) => input("x").shape,
  onGpu: (backend, input, { field }) => {
    const x = input("x");
    const parts = partsOf(x);
    const numbers = sizeOf(x) / parts;
    return runEach(backend, scaledShader(parts), {
      inputs: [x, input("scaling")],
      shape: x.shape,
      uniforms: [numbers, place(field)],
      invocations: invocationsFor(numbers),
    });
  },
  onCpu: (values, { field }) => {
    const factor = values("scaling")[place(field)] ?? NaN;
    return values("x").map((x) => factor === 0 ? 0 : x * factor);
  },
};

// Thread: one setting. `told` is [settings, idle settings, bases, steps].
const SETTINGS: EachShader = {
  key: "lossScaleSettings",
  inputs: ["told", "scaling"],
  scalars: ["told", "scaling", "result"],
  uniforms: [],
  functions: `
    fn debias(base : f32, steps : f32) -> f32 {
      return 1.0 - select(0.0, pow(base, steps), base > 0.0);
    }`,
  main: () => `
    let settings = uniforms.count;
    let steps = told[3 * settings];
    let taken = steps - scaling[${place("skipped")}];
    let base = told[2 * settings + index];
    if (scaling[${place("factor")}] == 0.0) {
      result[index] = told[settings + index];
    } else if (taken == steps) {
      result[index] = told[index];
    } else {
      result[index] = told[index] * debias(base, steps) / debias(base, taken);
    }`,
};

const settings: OwnKernel<Record<string, never>> = {
  name: LOSS_SCALE_SETTINGS,
  shape: (input) => [(sizeOf(input("told")) - 1) / 3],
  onGpu: (backend, input) => {
    const told = input("told");
    const count = (sizeOf(told) - 1) / 3;
    return runEach(backend, SETTINGS, {
      inputs: [told, input("scaling")],
      shape: [count],
      uniforms: [],
      invocations: count,
    });
  },
  onCpu: (values) => {
    const told = values("told");
    const count = (told.length - 1) / 3;
    const { skipped, factor } = scalingOf(values("scaling"));
    const part = (at: number) => told.subarray(at * count, (at + 1) * count);
    const [steps = NaN] = told.subarray(3 * count);
    if (factor === 0) return part(1).slice();
    const debias = (base: number, steps: number) => 1 - base ** steps;
    return part(0).map((each, at) => {
      const base = part(2)[at] ?? 0;
      return each * debias(base, steps) / debias(base, steps - skipped);
    });
  },
};

/** Registers the kernels for a backend; twice is as once. */
export function registerLossScale(backendName: "webgpu" | "cpu"): void {
  registerOwn(overflow, backendName);
  registerOwn(next, backendName);
  registerOwn(scaled, backendName);
  registerOwn(settings, backendName);
}
