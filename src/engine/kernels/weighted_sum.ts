/**
 * Two tensors of one size, scaled and added: all that stochastic gradient
 * descent is made of. As tfjs operations it is three kernels, of which small
 * ones may run on the processor, with other roundings, right after a restart.
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

/** `WeightedSum`: `a · weightA + b · weightB`, in the shape of `a`. */
export const WEIGHTED_SUM = "WeightedSum";

/** Settings of `WeightedSum`. */
export interface WeightedSumSettings {
  readonly weightA: number;
  readonly weightB: number;
}

const shader: Shader = {
  key: "leat_weighted_sum",
  inputs: ["a", "b"],
  scalars: ["a", "b", "result"],
  uniforms: ["size", "weightA", "weightB"],
  code: () => `
fn main(index : i32) {
  if (index >= uniforms.size) { return; }
  result[index] = a[index] * ${setting("weightA")}
    + b[index] * ${setting("weightB")};
}`,
};

const weightedSum: OwnKernel<WeightedSumSettings> = {
  name: WEIGHTED_SUM,
  shape: (input) => input("a").shape,
  onGpu: (backend, input, { weightA, weightB }) => {
    const a = input("a");
    const size = sizeOf(a);
    return run(backend, shader, {
      inputs: [a, input("b")],
      shape: a.shape,
      uniforms: [size, bits(weightA), bits(weightB)],
      invocations: size,
    });
  },
  onCpu: (values, { weightA, weightB }) => {
    const b = values("b");
    return values("a").map((each, at) =>
      each * weightA + (b[at] ?? 0) * weightB
    );
  },
};

/** Registers the kernel for a backend; twice is as once. */
export function registerWeightedSum(backendName: "webgpu" | "cpu"): void {
  registerOwn(weightedSum, backendName);
}
