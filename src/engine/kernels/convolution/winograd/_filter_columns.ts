import type { TensorInfo } from "@tensorflow/tfjs-core";
import { lines, locals, range } from "../../_text.ts";
import { PANEL, PANEL4, panelsOf } from "../../product.ts";
import type { Backend } from "../../program.ts";
import { type EachShader, runEach } from "../../run_each.ts";
import type { ConvolutionShape } from "../convolution_shape.ts";
import { FILTER_TAPS, SIDE } from "../_three_by_three.ts";
import { FILTER_ROWS, PATCH, PLACES, transform } from "./_tiles.ts";

/** WGSL that finds the channels of an invocation. */
const FIND = `
    ${locals("inChannels", "outDepth")}
    let k = index / ${PANEL4} % inChannels;
    let panel = index / ${PANEL4} / inChannels;
    let channel = panel * ${PANEL4} + index % ${PANEL4};
    if (channel >= outDepth) { return; }`;

/** WGSL that transforms the taps `w<tap>` and writes them. */
const WRITE = `
    ${
  transform(
    FILTER_ROWS,
    FILTER_ROWS,
    (row, column) => `w${row * SIDE + column}`,
    (row, column) => `m${row}${column}`,
    (row, column) => `t${row * PATCH + column}`,
  )
}
    let placeStep = uniforms.panels * inChannels * ${PANEL4};
    ${
  lines(PLACES, (place) => `result[index + ${place} * placeStep] = t${place};`)
}`;

// Thread: four channels of the output of one channel of the input.
const FORWARD: EachShader = {
  key: "winogradFilter",
  inputs: ["w"],
  uniforms: ["inChannels", "outDepth", "panels"],
  main: () => `
    ${FIND}
    let size = inChannels * outDepth;
    let source = k * outDepth + channel;
    ${lines(FILTER_TAPS, (tap) => `let w${tap} = w[source + ${tap} * size];`)}
    ${WRITE}`,
};

// Thread: the same from a filter that has the two the other way round, and from
// the last tap to the first one: number by number.
const BACKWARD: EachShader = {
  ...FORWARD,
  key: "winogradFilterBackward",
  scalars: ["w"],
  main: () => `
    ${FIND}
    let size = inChannels * 4 * outDepth;
    let source = channel * 4 * inChannels + k;
    ${
    lines(FILTER_TAPS, (tap) =>
      `let w${tap} = vec4(${
        range(4).map((i) =>
          `w[source + ${FILTER_TAPS - 1 - tap} * size + ${i} * inChannels]`
        )
      });`)
  }
    ${WRITE}`,
};

/**
 * A transformed filter, as columns of matrices.
 *
 * @param w [3, 3, inChannels, outChannels]; or backwards, as the convolution has
 * it whose gradient is wanted: [3, 3, outChannels, inChannels]
 * @param backwards whether it is read from its last tap to its first
 * @returns [16, panels of the output's channels, inChannels, 16]
 */
export function filterColumns(
  backend: Backend,
  w: TensorInfo,
  { inChannels, outChannels }: ConvolutionShape,
  backwards: boolean,
): TensorInfo {
  const panels = panelsOf(outChannels / 4);
  return runEach(backend, backwards ? BACKWARD : FORWARD, {
    inputs: [w],
    shape: [PLACES, panels, inChannels, PANEL],
    uniforms: [inChannels, outChannels / 4, panels],
    invocations: panels * inChannels * PANEL4,
  });
}
