import type { TensorInfo } from "@tensorflow/tfjs-core";
import { lines, locals, PARTS } from "../_text.ts";
import type { Backend } from "../program.ts";
import { type EachShader, runEach } from "../run_each.ts";

/** Blocks of four by four that one invocation does: they fill a cache line. */
const BLOCKS = 4;

// Thread: blocks that are read one below the other and written side by side.
// Neighbours write side by side, too: the other way round it takes llvmpipe up to
// 1.7 times as long.
const SHADER: EachShader = {
  key: "transposeFilter",
  inputs: ["x"],
  uniforms: ["rows4", "columns4", "rowTiles"],
  main: () => `
    ${locals("rows4", "columns4", "rowTiles")}
    let firstRow = index % rowTiles * ${BLOCKS};
    let column = index / rowTiles % columns4;
    let tap = index / rowTiles / columns4;
    ${
    lines(BLOCKS, (block) => `
    if (firstRow + ${block} < rows4) {
      let row = firstRow + ${block};
      let source = (tap * rows4 + row) * 4 * columns4 + column;
      let sink = (tap * columns4 + column) * 4 * rows4 + row;
      ${lines(4, (i) => `let x${i} = x[source + ${i} * columns4];`)}
      ${
      lines(4, (i) =>
        `result[sink + ${i} * rows4] = vec4<f32>(x0.${PARTS[i]}, x1.${
          PARTS[i]
        }, x2.${PARTS[i]}, x3.${PARTS[i]});`)
    }
    }`)
  }`,
};

/** [height, width, in, out] -> [height, width, out, in]; both multiples of four. */
export function transposeFilter(
  backend: Backend,
  filter: TensorInfo,
): TensorInfo {
  const [height = 0, width = 0, rows = 0, columns = 0] = filter.shape;
  const rowTiles = Math.ceil(rows / 4 / BLOCKS);
  return runEach(backend, SHADER, {
    inputs: [filter],
    shape: [height, width, columns, rows],
    uniforms: [rows / 4, columns / 4, rowTiles],
    invocations: height * width * rowTiles * columns / 4,
    halves: true,
  });
}
