import type { ClipByValueAttrs, Tensor } from "@tensorflow/tfjs-core";
import { bits, setting } from "../_setting.ts";
import type { EachShader } from "../run_each.ts";
import { elementwiseGradient } from "./_elementwise_gradient.ts";

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
  const bounds = [bits(clipValueMin), bits(clipValueMax)];
  return elementwiseGradient(SHADER, dy, saved, bounds);
}
