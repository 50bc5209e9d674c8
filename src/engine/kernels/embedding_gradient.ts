import * as tf from "@tensorflow/tfjs-core";
import type { GatherV2Attrs, Tensor, TensorInfo } from "@tensorflow/tfjs-core";
import { areFloats } from "./_floats.ts";
import { locals } from "./_text.ts";
import { toTensor } from "./_to_tensor.ts";
import type { Backend } from "./program.ts";
import { type EachShader, runEach } from "./run_each.ts";

type Parts = 1 | 4;

// Thread: four numbers of the table, or one where rows are not in fours.
function zeros(parts: Parts): EachShader {
  return {
    key: `embeddingGradient zeros ${parts}`,
    inputs: [],
    scalars: parts === 4 ? [] : ["result"],
    uniforms: [],
    main: () => `result[index] = ${parts === 4 ? "vec4<f32>()" : "0.0"};`,
  };
}

// Thread: four numbers of one item, or one. The first item of each code adds up
// all that have it, in their order: nobody else writes that row.
function sums(parts: Parts): EachShader {
  return {
    key: `embeddingGradient sums ${parts}`,
    inputs: ["dy", "codes"],
    scalars: parts === 4 ? ["codes"] : ["dy", "codes", "result"],
    uniforms: ["items", "rows", "length"],
    main: () => `
      ${locals("items", "length")}
      let item = index / length;
      let channel = index % length;
      let code = codes[item];
      if (code < 0 || code >= uniforms.rows) { return; }
      for (var before = 0; before < item; before++) {
        if (codes[before] == code) { return; }
      }
      var sum = dy[index];
      for (var after = item + 1; after < items; after++) {
        if (codes[after] == code) { sum += dy[after * length + channel]; }
      }
      result[code * length + channel] = sum;`,
  };
}

/** What reaches a table of [rows, ..] from items that are each one of its rows. */
function gradientOf(dy: Tensor, table: Tensor, codes: Tensor): TensorInfo {
  // What tfjs knows as its backend is the one that device/ made.
  const backend = tf.backend() as unknown as Backend;
  const [rows = 0] = table.shape;
  const parts = table.size / rows % 4 === 0 ? 4 : 1;
  const into = runEach(backend, zeros(parts), {
    inputs: [],
    shape: table.shape,
    uniforms: [],
    invocations: table.size / parts,
  });
  return runEach(backend, sums(parts), {
    inputs: [dy, codes],
    into,
    shape: table.shape,
    uniforms: [codes.size, rows, table.size / rows / parts],
    invocations: dy.size / parts,
  });
}

/**
 * The gradient of `GatherV2` along the first axis, which is how codes find their
 * vectors. tfjs' own adds with atomics, in an order that a GPU decides anew each
 * time.
 */
export function embeddingGradient(
  dy: Tensor,
  saved: readonly Tensor[],
  { axis, batchDims }: GatherV2Attrs,
): Record<string, () => Tensor> | undefined {
  const [table, codes] = saved;
  if (!table || !codes || !areFloats(dy, table)) return undefined;
  if (axis !== 0 || batchDims !== 0 || codes.dtype !== "int32") {
    return undefined;
  }
  return { x: () => toTensor(gradientOf(dy, table, codes)) };
}
