import { lines, range } from "../../_text.ts";

/** WGSL of the pixel at `row` and `column` of a patch, as `name`. */
function readPixel(name: string, row: number, column: number): string {
  return `let ${name} = select(vec4<f32>(), x[rowAt${row} + columnAt${column} + depth],
    rowInside${row} & columnInside${column});`;
}

/** WGSL that finds the pixels of a patch of so many, from `image`, `row` and `column`. */
export function findPatch(side: number): string {
  return `
    ${
    lines(side, (i) => `
    let y${i} = row + ${i};
    let rowInside${i} = u32(y${i}) < u32(height);
    let rowAt${i} = (image * height + select(0, y${i}, rowInside${i})) * width * inDepth;`)
  }
    ${
    lines(side, (i) => `
    let x${i} = column + ${i};
    let columnInside${i} = u32(x${i}) < u32(width);
    let columnAt${i} = select(0, x${i}, columnInside${i}) * inDepth;`)
  }`;
}

/** WGSL that reads all pixels of a patch, as `x<row>_<column>`. */
export function readPatch(side: number): string {
  return range(side).flatMap((row) =>
    range(side).map((column) => readPixel(pixel(row, column), row, column))
  ).join("\n");
}

/** The name of a pixel that was read. */
export function pixel(row: number, column: number): string {
  return `p${row}_${column}`;
}
