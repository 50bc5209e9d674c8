import {
  Add,
  Maximum,
  Minimum,
  Multiply,
  RealDiv,
  SquaredDifference,
  Sub,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import { areFloats } from "./_floats.ts";
import { lines } from "./_text.ts";
import type { KernelCall } from "./override.ts";
import { run, type Shader } from "./program.ts";

/** The operations of two tensors, in WGSL. */
export const OPERATIONS: Readonly<Record<string, string>> = {
  [Add]: "a + b",
  [Sub]: "a - b",
  [Multiply]: "a * b",
  [RealDiv]: "a / b",
  [Maximum]: "max(a, b)",
  [Minimum]: "min(a, b)",
  [SquaredDifference]: "(a - b) * (a - b)",
};

/** Rows that one invocation does with one read of the channels. */
const ROWS = 4;

/**
 * An operation between pixels [.., channels] and one number for each channel.
 * tfjs puts the channels into shared memory behind a barrier, which software
 * adapters run forty times slower than all the rest of it.
 */
function shader(operation: string, channelsFirst: boolean): Shader {
  const [a, b] = channelsFirst ? ["channels", "pixel"] : ["pixel", "channels"];
  return {
    key: `broadcast ${operation} ${channelsFirst}`,
    inputs: ["x", "y"],
    uniforms: ["depth", "rows", "count"],
    code: () => `
      fn operate(a : vec4<f32>, b : vec4<f32>) -> vec4<f32> { return ${
      OPERATIONS[operation]
    }; }
      fn main(index : i32) {
        if (index >= uniforms.count) { return; }
        let depth = uniforms.depth;
        let rows = uniforms.rows;
        let channel = index % depth;
        let row = index / depth * ${ROWS};
        let channels = y[channel];
        ${
      lines(ROWS, (i) => `
        if (row + ${i} < rows) {
          let at = (row + ${i}) * depth + channel;
          let pixel = x[at];
          result[at] = operate(${a}, ${b});
        }`)
    }
      }`,
  };
}

/** Operations where one side is [channels], or is so but for axes of one; others are tfjs'. */
export function broadcast(
  operation: string,
): (call: KernelCall<"a" | "b", unknown>) => TensorInfo | undefined {
  return ({ inputs: { a, b }, backend }) => {
    if (!areFloats(a, b)) return undefined;
    const channelsFirst = areChannelsOf(a.shape, b.shape);
    if (!channelsFirst && !areChannelsOf(b.shape, a.shape)) return undefined;
    const [pixels, channels] = channelsFirst ? [b, a] : [a, b];
    const depth = (channels.shape.at(-1) ?? 0) / 4;
    const rows = pixels.shape.slice(0, -1).reduce(
      (product, length) => product * length,
      1,
    );
    const count = depth * Math.ceil(rows / ROWS);
    return run(backend, shader(operation, channelsFirst), {
      inputs: [pixels, channels],
      shape: pixels.shape,
      uniforms: [depth, rows, count],
      invocations: count,
    });
  };
}

function areChannelsOf(
  small: readonly number[],
  large: readonly number[],
): boolean {
  const channels = small.at(-1) ?? 0;
  return channels > 0 && channels % 4 === 0 && channels === large.at(-1) &&
    small.length <= large.length &&
    small.slice(0, -1).every((length) => length === 1) &&
    large.slice(0, -1).some((length) => length > 1);
}
