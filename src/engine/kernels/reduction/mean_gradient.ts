import * as tf from "@tensorflow/tfjs-core";
import type { MeanAttrs, Tensor } from "@tensorflow/tfjs-core";
import { areFloats } from "../_floats.ts";
import { areHalves } from "../halves/storage.ts";
import { locals } from "../_text.ts";
import { toTensor } from "../_to_tensor.ts";
import type { Backend } from "../program.ts";
import { type EachShader, runEach } from "../run_each.ts";
import { viewAsMiddle } from "./reduction.ts";

// Thread: four numbers of the result, which is [outer, length, inner].
const SHADER: EachShader = {
  key: "spreadMiddle",
  inputs: ["x"],
  uniforms: ["inner4", "length"],
  main: () => `
    ${locals("inner4", "length")}
    let outer = index / inner4 / length;
    result[index] = x[outer * inner4 + index % inner4] / f32(length);`,
};

/** The gradient of `Mean`: dy, spread evenly over what was averaged. */
export function meanGradient(
  dy: Tensor,
  saved: readonly Tensor[],
  { axis }: MeanAttrs,
): Record<string, () => Tensor> | undefined {
  const [x] = saved;
  if (!x || !areFloats(x, dy)) return undefined;
  const middle = viewAsMiddle(x.shape, tf.util.parseAxisParam(axis, x.shape));
  if (middle === undefined) return undefined;
  // What tfjs knows as its backend is the one that device/ made.
  const backend = tf.backend() as unknown as Backend;
  return {
    x: () =>
      toTensor(runEach(backend, SHADER, {
        inputs: [dy],
        shape: x.shape,
        uniforms: [middle.inner / 4, middle.length],
        invocations: x.size / 4,
        halves: areHalves(x),
      })),
  };
}
