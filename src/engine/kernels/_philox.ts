import { PHILOX } from "../../base/random/philox.ts";

const [multiplier0, multiplier1] = PHILOX.multipliers;
const [keyStep0, keyStep1] = PHILOX.keySteps;

/** Words of a Philox block: what one call draws. */
export const BLOCK = 4;

/**
 * WGSL of `philox(block, words)`: the four words of a block of a stream, the
 * same bits on any device. `words` are the stream's `streamWords()`.
 */
export const PHILOX_WGSL = `
  fn multiplyHigh(x : u32, y : u32) -> u32 {
    let low = ((x & 0xffffu) * (y & 0xffffu)) >> 16u;
    let middle = (x >> 16u) * (y & 0xffffu) + low;
    let carry = (x & 0xffffu) * (y >> 16u) + (middle & 0xffffu);
    return (x >> 16u) * (y >> 16u) + (middle >> 16u) + (carry >> 16u);
  }

  fn philox(block : u32, words : vec4<i32>) -> vec4<u32> {
    let stream = bitcast<vec4<u32>>(words);
    var key = stream.xy;
    var at = vec4(block, 0u, stream.zw);
    for (var round = 0; round < ${PHILOX.rounds}; round++) {
      at = vec4(
        multiplyHigh(${multiplier1}u, at.z) ^ at.y ^ key.x,
        ${multiplier1}u * at.z,
        multiplyHigh(${multiplier0}u, at.x) ^ at.w ^ key.y,
        ${multiplier0}u * at.x);
      key += vec2(${keyStep0}u, ${keyStep1}u);
    }
    return at;
  }`;
