import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { GatherShape, GatherTile } from "./_gather_shape.ts";
import { gatherShader, runGather, sum } from "./_gather_walk.ts";
import { lines, PARTS, range } from "../_text.ts";
import type { Backend } from "../program.ts";
import type { EachShader } from "../run_each.ts";

/**
 * Each invocation holds a tile of positions x channels and reads only in fours:
 * on software adapters a read costs as much as fifty multiplications.
 */
function shader(tile: GatherTile): EachShader {
  const { positions, channels4 } = tile;
  const multiply = (part: string) =>
    range(positions).flatMap((i) =>
      range(channels4).map((j) =>
        `${sum(i, j)} = fma(vec4(x${i}.${part}), w${j}, ${sum(i, j)});`
      )
    ).join("\n");
  return gatherShader(
    "gather",
    tile,
    `
    var weight = (kh * filterWidth + kw) * inDepth * 4 * outDepth;
    for (var depth = 0; depth < inDepth; depth++) {
      ${
      lines(
        positions,
        (i) =>
          `let x${i} = select(vec4<f32>(), x[at${i} + depth], inside${i});`,
      )
    }
      ${
      PARTS.map((part) =>
        `{
        ${lines(channels4, (j) => `let w${j} = w[weight + channel${j}];`)}
        ${multiply(part)}
        weight += outDepth;
      }`
      ).join("\n")
    }
    }`,
  );
}

/** 16 x 8 numbers in registers; 16 x 4 where the result has so few channels. */
export function chooseGatherTile(shape: GatherShape): GatherTile {
  return { positions: 16, channels4: shape.outChannels > 4 ? 2 : 1 };
}

/**
 * Runs a convolution, or its gradient from result to input.
 *
 * @param x [batch, inHeight, inWidth, inChannels]
 * @param filter [filterHeight, filterWidth, inChannels, outChannels]
 * @returns [batch, outHeight, outWidth, outChannels]
 */
export function gather(
  backend: Backend,
  x: TensorInfo,
  filter: TensorInfo,
  shape: GatherShape,
  tile: GatherTile = chooseGatherTile(shape),
): TensorInfo {
  return runGather(backend, shader(tile), tile, x, filter, shape);
}
