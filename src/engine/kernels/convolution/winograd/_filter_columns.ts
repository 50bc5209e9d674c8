import type { TensorInfo } from "@tensorflow/tfjs-core";
import { lines, locals, PARTS } from "../../_text.ts";
import { PANEL, PANEL4, panelsOf } from "../../product.ts";
import type { Backend } from "../../program.ts";
import { type EachShader, runEach } from "../../run_each.ts";
import type { ConvolutionShape } from "../convolution_shape.ts";
import { FILTER_TAPS, SIDE } from "../_three_by_three.ts";
import { FILTER_ROWS, PATCH, PLACES, transform } from "./_tiles.ts";

/** WGSL that transforms the taps `w<tap>` and writes them from `at` on. */
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
  lines(PLACES, (place) => `result[at + ${place} * placeStep] = t${place};`)
}`;

// Thread: four channels of the output of one channel of the input.
const FORWARD: EachShader = {
  key: "winogradFilter",
  inputs: ["w"],
  uniforms: ["inChannels", "outDepth", "panels"],
  main: () => `
    ${locals("inChannels", "outDepth")}
    let k = index / ${PANEL4} % inChannels;
    let panel = index / ${PANEL4} / inChannels;
    let channel = panel * ${PANEL4} + index % ${PANEL4};
    if (channel >= outDepth) { return; }
    let size = inChannels * outDepth;
    let source = k * outDepth + channel;
    ${lines(FILTER_TAPS, (tap) => `let w${tap} = w[source + ${tap} * size];`)}
    let at = index;
    ${WRITE}`,
};

// Thread: four channels of the output of four of the input, and from the last
// tap to the first one.
const BACKWARD: EachShader = {
  key: "winogradFilterBackward",
  inputs: ["w"],
  uniforms: ["inChannels", "outDepth", "panels"],
  main: () => `
    ${locals("inChannels", "outDepth")}
    let inDepth = inChannels / 4;
    let k = index / ${PANEL4} % inDepth;
    let panel = index / ${PANEL4} / inDepth;
    let channel = panel * ${PANEL4} + index % ${PANEL4};
    if (channel >= outDepth) { return; }
    let size = inChannels * outDepth;
    let source = channel * inChannels + k;
    ${
    lines(FILTER_TAPS, (tap) =>
      lines(4, (i) =>
        `let w${tap}${PARTS[i]} = w[source + ${
          FILTER_TAPS - 1 - tap
        } * size + ${i} * inDepth];`))
  }
    // A loop, though its index chooses parts: stores are what takes to compile.
    for (var i = 0; i < 4; i++) {
      ${
    lines(FILTER_TAPS, (tap) =>
      `let w${tap} = vec4(${
        PARTS.map((part) => `w${tap}${part}[i]`).join()
      });`)
  }
      let at = ((panel * inDepth + k) * 4 + i) * ${PANEL4} + index % ${PANEL4};
      ${WRITE}
    }`,
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
  const channels = backwards ? inChannels / 4 : inChannels;
  return runEach(backend, backwards ? BACKWARD : FORWARD, {
    inputs: [w],
    shape: [PLACES, panels, inChannels, PANEL],
    uniforms: [inChannels, outChannels / 4, panels],
    invocations: panels * channels * PANEL4,
  });
}
