import type { TensorInfo } from "@tensorflow/tfjs-core";
import { lines, locals } from "../../_text.ts";
import { PANEL, PANEL4, panelsOf } from "../../product.ts";
import type { Backend } from "../../program.ts";
import { type EachShader, runEach } from "../../run_each.ts";
import type { ConvolutionShape } from "../convolution_shape.ts";
import { FILTER_TAPS, SIDE } from "../_three_by_three.ts";
import { FILTER_ROWS, PATCH, PLACES, transform } from "./_tiles.ts";

// Thread: four channels of the output of one channel of the input.
const FILTER: EachShader = {
  key: "winogradFilter",
  inputs: ["w"],
  uniforms: ["inChannels", "outDepth", "panels", "firstTap", "tapStep"],
  main: () => `
    ${locals("inChannels", "outDepth")}
    let k = index / ${PANEL4} % inChannels;
    let panel = index / ${PANEL4} / inChannels;
    let channel = panel * ${PANEL4} + index % ${PANEL4};
    if (channel >= outDepth) { return; }
    let size = inChannels * outDepth;
    let step = uniforms.tapStep * size;
    let source = uniforms.firstTap * size + k * outDepth + channel;
    ${lines(FILTER_TAPS, (tap) => `let w${tap} = w[source + ${tap} * step];`)}
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
    lines(
      PLACES,
      (place) => `result[index + ${place} * placeStep] = t${place};`,
    )
  }`,
};

/**
 * A transformed filter, as columns of matrices.
 *
 * @param w [3, 3, inChannels, outChannels]
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
  return runEach(backend, FILTER, {
    inputs: [w],
    shape: [PLACES, panels, inChannels, PANEL],
    uniforms: [
      inChannels,
      outChannels / 4,
      panels,
      backwards ? FILTER_TAPS - 1 : 0,
      backwards ? -1 : 1,
    ],
    invocations: panels * inChannels * PANEL4,
  });
}
