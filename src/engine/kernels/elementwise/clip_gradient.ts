import * as tf from "@tensorflow/tfjs-core";
import type { ClipByValueAttrs, Tensor } from "@tensorflow/tfjs-core";
import { areFloats } from "../_floats.ts";
import { bits, setting } from "../_setting.ts";
import { toTensor } from "../_to_tensor.ts";
import type { Backend } from "../program.ts";
import { type EachShader, runEach } from "../run_each.ts";

// Thread: four numbers.
const SHADER: EachShader = {
  key: "clipGradient",
  inputs: ["dy", "x"],
  uniforms: ["least", "most"],
  main: () => `
    let value = x[index];
    let least = vec4(${setting("least")});
    let most = vec4(${setting("most")});
    result[index] = select(vec4<f32>(), dy[index], (value >= least) & (value <= most));`,
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
      toTensor(runEach(backend, SHADER, {
        inputs: [dy, x],
        shape: x.shape,
        uniforms: [bits(clipValueMin), bits(clipValueMax)],
        invocations: x.size / 4,
      })),
  };
}
