import type { TensorInfo } from "@tensorflow/tfjs-core";
import { lines, locals, range } from "../../_text.ts";
import { PANEL, PANEL4, panelsOf } from "../../product.ts";
import type { Backend } from "../../program.ts";
import { type EachShader, runEach } from "../../run_each.ts";
import type { ConvolutionShape } from "../convolution_shape.ts";
import { FILTER_TAPS, SIDE } from "../_three_by_three.ts";
import { type Tiling, TWOS } from "./tiles.ts";
import { toPlaces, toRowsOfPlaces } from "./_transform.ts";

/** WGSL that finds the channels of an invocation. */
const FIND = `
    ${locals("inChannels", "outDepth")}
    let k = index / ${PANEL4} % inChannels;
    let panel = index / ${PANEL4} / inChannels;
    let channel = panel * ${PANEL4} + index % ${PANEL4};
    if (channel >= outDepth) { return; }`;

/** WGSL that transforms the taps `w<tap>` and writes them. */
function write(tiling: Tiling): string {
  const tap = (row: number, column: number) => `w${row * SIDE + column}`;
  const step = `let placeStep = uniforms.panels * inChannels * ${PANEL4};`;
  // Of small tiles, written out is faster, and soon compiled.
  if (tiling === TWOS) {
    return `
    ${step}
    ${toPlaces(tiling.fromFilter, tap)}
    ${
      lines(tiling.places, (place) =>
        `result[index + ${place} * placeStep] = t${place};`)
    }`;
  }
  return `
    ${step}
    var at = index;
    ${
    toRowsOfPlaces(tiling.fromFilter, "uniforms.placeRows", tap, (_, value) => `
      result[at] = ${value};
      at += placeStep;`)
  }`;
}

// Thread: four channels of the output of one channel of the input.
function forward(tiling: Tiling): EachShader {
  return {
    key: `winogradFilter ${tiling.tile}`,
    inputs: ["w"],
    uniforms: ["inChannels", "outDepth", "panels", "placeRows"],
    main: () => `
    ${FIND}
    let size = inChannels * outDepth;
    let source = k * outDepth + channel;
    ${lines(FILTER_TAPS, (tap) => `let w${tap} = w[source + ${tap} * size];`)}
    ${write(tiling)}`,
  };
}

// Thread: the same from a filter that has the two the other way round, and from
// the last tap to the first one: number by number.
function backward(tiling: Tiling): EachShader {
  return {
    ...forward(tiling),
    key: `winogradFilterBackward ${tiling.tile}`,
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
    ${write(tiling)}`,
  };
}

/**
 * A transformed filter, as columns of matrices.
 *
 * @param w [3, 3, inChannels, outChannels]; or backwards, as the convolution has
 * it whose gradient is wanted: [3, 3, outChannels, inChannels]
 * @param backwards whether it is read from its last tap to its first
 * @returns [places, panels of the output's channels, inChannels, 16]
 */
export function filterColumns(
  backend: Backend,
  tiling: Tiling,
  w: TensorInfo,
  { inChannels, outChannels }: ConvolutionShape,
  backwards: boolean,
): TensorInfo {
  const panels = panelsOf(outChannels / 4);
  return runEach(backend, backwards ? backward(tiling) : forward(tiling), {
    inputs: [w],
    shape: [tiling.places, panels, inChannels, PANEL],
    uniforms: [inChannels, outChannels / 4, panels, tiling.patch],
    invocations: panels * inChannels * PANEL4,
  });
}
