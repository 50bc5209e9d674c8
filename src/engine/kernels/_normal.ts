import { NORMAL } from "../../base/random/normal.ts";

/** WGSL of a polynomial, the highest power first. */
function polynomial(coefficients: readonly number[], at: string): string {
  const [first = 0, ...others] = coefficients;
  return others.reduce(
    (sum, each) => `(${sum} * ${at} + ${each})`,
    `vec4(${first})`,
  );
}

/**
 * WGSL of `normals(words)`: the normal numbers that four random words stand
 * for, as `normalOf()` has it, within 1e-5 of it on any device.
 */
export const NORMAL_WGSL = `
  fn normals(words : vec4<u32>) -> vec4<f32> {
    let odd = 2 * vec4<i32>(words >> vec4(8u)) - ${2 ** 24 - 1};
    let x = vec4<f32>(odd) * ${2 ** -24};
    let rest = 1.0 - abs(x);
    let rarity = -log(rest * (2.0 - rest));
    let near = rarity - 2.5;
    let far = sqrt(max(rarity, vec4<f32>(${NORMAL.tailFrom}))) - 3.0;
    let slope = select(
      ${polynomial(NORMAL.middle, "near")},
      ${polynomial(NORMAL.tail, "far")},
      rarity >= vec4<f32>(${NORMAL.tailFrom}));
    return ${Math.SQRT2} * slope * x;
  }`;
