import type { ClipByValueAttrs, TensorInfo } from "@tensorflow/tfjs-core";
import { bits, setting } from "../_setting.ts";
import type { KernelCall } from "../override.ts";
import type { EachShader } from "../run_each.ts";
import { eachOfHalves, IS_NUMBER } from "./_of_halves.ts";

// What is not a number stays so: an overflow must be seen.
const SHADER: EachShader = {
  key: "clip",
  inputs: ["x"],
  uniforms: ["least", "most"],
  functions: IS_NUMBER,
  main: () => `
    let value = x[index];
    let least = vec4(${setting("least")});
    let most = vec4(${setting("most")});
    let cut = select(select(value, most, value > most), least, value < least);
    result[index] = select(value, cut, isNumber(value));`,
};

/** `ClipByValue`, such as a rectifier up to 6, of what is stored in halves. */
export function clip(
  { inputs: { x }, attrs, backend }: KernelCall<"x", ClipByValueAttrs>,
): TensorInfo | undefined {
  const { clipValueMin, clipValueMax } = attrs;
  return eachOfHalves(backend, SHADER, x, [
    bits(clipValueMin),
    bits(clipValueMax),
  ]);
}
