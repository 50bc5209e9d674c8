import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { GatherShape, GatherTile } from "../_gather_shape.ts";
import { gatherShader, runGather, sum } from "../_gather_walk.ts";
import { lines } from "../../_text.ts";
import type { Backend } from "../../program.ts";
import type { EachShader } from "../../run_each.ts";

/** Each channel has a filter of its own, so nothing but the taps is shared. */
function shader(tile: GatherTile): EachShader {
  return gatherShader(
    "gatherDepthwise",
    tile,
    `
    let w0 = w[(kh * filterWidth + kw) * outDepth + channel0];
    ${
      lines(tile.positions, (i) => `
    let x${i} = select(vec4<f32>(), x[at${i} + channel0], inside${i});
    ${sum(i, 0)} = fma(x${i}, w0, ${sum(i, 0)});`)
    }`,
  );
}

/** How much one invocation holds: more positions share little more. */
export const DEPTHWISE_TILE: GatherTile = { positions: 8, channels4: 1 };

/**
 * Runs a depthwise convolution with one filter for each channel, or its
 * gradient from result to input.
 *
 * @param x [batch, inHeight, inWidth, channels]
 * @param filter [filterHeight, filterWidth, channels, 1]
 * @returns [batch, outHeight, outWidth, channels]
 */
export function gatherDepthwise(
  backend: Backend,
  x: TensorInfo,
  filter: TensorInfo,
  shape: GatherShape,
): TensorInfo {
  return runGather(
    backend,
    shader(DEPTHWISE_TILE),
    DEPTHWISE_TILE,
    x,
    filter,
    shape,
  );
}
