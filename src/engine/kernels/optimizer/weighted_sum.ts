/**
 * Two tensors of one size, scaled and added: all that stochastic gradient
 * descent is made of. As tfjs operations it is three kernels, of which small
 * ones may run on the processor, with other roundings, right after a restart.
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
 * `WeightedSum`: `a ← a · weights[at] + b · weights[at + 1]`. The weights are a
 * tensor: they change from step to step.
 */
export const WEIGHTED_SUM = "WeightedSum";

/** Settings of `WeightedSum`. */
export interface WeightedSumSettings {
  /** The place of the two weights among all. */
  readonly at: number;
}

function shader(parts: Parts): EachShader {
  return {
    key: `leat_weighted_sum ${parts}`,
    inputs: ["b", "weights"],
    scalars: parts === 4 ? ["weights"] : ["b", "weights", "result"],
    uniforms: ["numbers", "first"],
    main: () =>
      eachOf(
        `let weightA = weights[uniforms.first];
        let weightB = weights[uniforms.first + 1];`,
        "result[at] = result[at] * weightA + b[at] * weightB;",
      ),
  };
}

const weightedSum: OwnKernel<WeightedSumSettings> = {
  name: WEIGHTED_SUM,
  shape: (input) => input("a").shape,
  changes: "a",
  onGpu: (backend, input, { at }) => {
    const a = input("a");
    const parts = partsOf(a);
    const numbers = sizeOf(a) / parts;
    return runEach(backend, shader(parts), {
      inputs: [input("b"), input("weights")],
      into: a,
      shape: a.shape,
      uniforms: [numbers, at],
      invocations: invocationsFor(numbers),
    });
  },
  onCpu: (values, { at }) => {
    const [weightA = 0, weightB = 0] = values("weights").subarray(at);
    const b = values("b");
    return values("a").map((each, index) =>
      each * weightA + (b[index] ?? 0) * weightB
    );
  },
};

/** Registers the kernel for a backend; twice is as once. */
export function registerWeightedSum(backendName: "webgpu" | "cpu"): void {
  registerOwn(weightedSum, backendName);
}
