import * as tf from "@tensorflow/tfjs-core";
import type { ClipByValueAttrs, Tensor } from "@tensorflow/tfjs-core";
import { bitsOf } from "./_normalization.ts";
import { areFloats } from "./_floats.ts";
import { toTensor } from "./_to_tensor.ts";
import { type Backend, run, type Shader } from "./program.ts";

// Thread: four numbers.
const SHADER: Shader = {
  key: "clipGradient",
  inputs: ["dy", "x"],
  uniforms: ["least", "most", "count"],
  code: () => `
    fn main(index : i32) {
      if (index >= uniforms.count) { return; }
      let value = x[index];
      let least = vec4(bitcast<f32>(uniforms.least));
      let most = vec4(bitcast<f32>(uniforms.most));
      result[index] = select(vec4<f32>(), dy[index], (value >= least) & (value <= most));
    }`,
};

/** The gradient of `ClipByValue`: dy where the input is within its bounds, else 0. */
export function clipGradient(
  dy: Tensor,
  saved: readonly Tensor[],
  { clipValueMin, clipValueMax }: ClipByValueAttrs,
): Record<string, () => Tensor> | undefined {
  const [x] = saved;
  if (!x || !areFloats(x, dy) || x.size % 4 !== 0) return undefined;
  // What tfjs knows as its backend is the one that device/ made.
  const backend = tf.backend() as unknown as Backend;
  return {
    x: () =>
      toTensor(run(backend, SHADER, {
        inputs: [dy, x],
        shape: x.shape,
        uniforms: [bitsOf(clipValueMin), bitsOf(clipValueMax), x.size / 4],
        invocations: x.size / 4,
      })),
  };
}
