import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { GatherShape, GatherTile } from "./_gather_shape.ts";
import { gatherShader, runGather, sum } from "./_gather_walk.ts";
import { lines, PARTS, range } from "../_text.ts";
import type { Backend } from "../program.ts";
import type { EachShader } from "../run_each.ts";

/**
 * WGSL of the filter between four channels of the input and the tile's: the four
 * numbers of a read are of one channel of the input, as they are wanted; or,
 * where the filter lies as the forward convolution has it, of one of the output.
 */
function readWeights({ channels4 }: GatherTile, transposed: boolean): string {
  if (!transposed) {
    return lines(
      4,
      (k) =>
        lines(
          channels4,
          (j) => `let w${k}_${j} = w[weight + ${k} * outDepth + channel${j}];`,
        ),
    );
  }
  return lines(channels4, (j) => `
    let row${j} = weight + channel${j} * 4 * inDepth;
    ${lines(4, (i) => `let v${i}_${j} = w[row${j} + ${i} * inDepth];`)}
    ${
    lines(4, (k) =>
      `let w${k}_${j} = vec4(${
        range(4).map((i) =>
          `v${i}_${j}.${PARTS[k]}`
        )
      });`)
  }`);
}

/**
 * WGSL that asks for the weights of the next step. Rows of a filter are far apart,
 * and software waits for each of them; a read of one number is short enough that
 * a processor has those of all lanes on the way at once.
 */
const TOUCH = lines(
  4,
  (k) => `touched += w[weight + ${k} * outDepth + channel0].x;`,
);
/** WGSL without which the compiler would leave them out: it is never so. */
const KEEP = `if (batch < 0) { ${sum(0, 0)}.x += touched; }`;

/**
 * Each invocation holds a tile of positions x channels and reads only in fours:
 * on software adapters a read costs as much as fifty multiplications.
 */
function shader(tile: GatherTile, transposed: boolean): EachShader {
  const { positions, channels4 } = tile;
  const additions = (i: number) =>
    range(channels4).flatMap((j) =>
      PARTS.map((part, k) =>
        `${sum(i, j)} = fma(vec4(x${i}.${part}), w${k}_${j}, ${sum(i, j)});`
      )
    ).join("\n");
  return gatherShader(
    transposed ? "gatherTransposed" : "gather",
    tile,
    `
    ${transposed ? "" : "var touched = 0.0;"}
    var weight = (kh * filterWidth + kw) * inDepth * 4 * outDepth;
    for (var depth = 0; depth < inDepth; depth++) {
      ${readWeights(tile, transposed)}
      ${
      lines(
        positions,
        (i) =>
          `let x${i} = select(vec4<f32>(), x[at${i} + depth], inside${i});
        ${additions(i)}`,
      )
    }
      ${transposed ? "weight++;" : `weight += 4 * outDepth; ${TOUCH}`}
    }
    ${transposed ? "" : KEEP}`,
  );
}

/**
 * The same, number by number of the input's channels: a body of a fourth of the
 * size, where the driver writes out each read for itself.
 */
function scalarShader(tile: GatherTile): EachShader {
  const { positions, channels4 } = tile;
  return gatherShader(
    "gatherScalars",
    tile,
    `
    ${lines(positions, (i) => `let from${i} = at${i} * 4;`)}
    var weight = (kh * filterWidth + kw) * inDepth * 4 * outDepth;
    for (var k = 0; k < inDepth * 4; k++) {
      ${lines(channels4, (j) => `let w${j} = w[weight + channel${j}];`)}
      ${
      lines(positions, (i) => `
      let x${i} = vec4(select(0.0, x[from${i} + k], inside${i}));
      ${
        lines(
          channels4,
          (j) => `${sum(i, j)} = fma(x${i}, w${j}, ${sum(i, j)});`,
        )
      }`)
    }
      weight += outDepth;
    }`,
    ["x"],
  );
}

/** 16 x 16 numbers in registers; fewer where the result has fewer channels. */
export function chooseGatherTile({ outChannels }: GatherShape): GatherTile {
  const channels4 = outChannels > 8 ? 4 : outChannels > 4 ? 2 : 1;
  return { positions: 16, channels4 };
}

/**
 * Runs a convolution, or its gradient from result to input.
 *
 * @param x [batch, inHeight, inWidth, inChannels]
 * @param filter [filterHeight, filterWidth, inChannels, outChannels], or as the
 * forward convolution has it: with what is "in" and "out" there
 * @returns [batch, outHeight, outWidth, outChannels]
 */
export function gather(
  backend: Backend,
  x: TensorInfo,
  filter: TensorInfo,
  shape: GatherShape,
  tile: GatherTile = chooseGatherTile(shape),
): TensorInfo {
  return runGather(
    backend,
    shader(tile, shape.transposed),
    tile,
    x,
    filter,
    shape,
  );
}

/** Runs what {@linkcode gather} does, number by number of the input's channels. */
export function gatherScalars(
  backend: Backend,
  x: TensorInfo,
  filter: TensorInfo,
  shape: GatherShape,
): TensorInfo {
  const tile = chooseGatherTile(shape);
  return runGather(backend, scalarShader(tile), tile, x, filter, shape);
}
