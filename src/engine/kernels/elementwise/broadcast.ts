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
import { areFloats } from "../_floats.ts";
import { eachRow, overRows, ROW_UNIFORMS } from "../_rows.ts";
import type { KernelCall } from "../override.ts";
import { type EachShader, runEach } from "../run_each.ts";

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

/**
 * An operation between pixels [.., channels] and one number for each channel.
 * tfjs puts the channels into shared memory behind a barrier, which software
 * adapters run forty times slower than all the rest of it.
 */
function shader(operation: string, channelsFirst: boolean): EachShader {
  const [a, b] = channelsFirst ? ["channels", "pixel"] : ["pixel", "channels"];
  return {
    key: `broadcast ${operation} ${channelsFirst}`,
    inputs: ["x", "y"],
    uniforms: ROW_UNIFORMS,
    functions: `
      fn operate(a : vec4<f32>, b : vec4<f32>) -> vec4<f32> {
        return ${OPERATIONS[operation]};
      }`,
    main: () =>
      eachRow(
        "let channels = y[channel];",
        `let pixel = x[at];
        result[at] = operate(${a}, ${b});`,
      ),
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
    return runEach(backend, shader(operation, channelsFirst), {
      inputs: [pixels, channels],
      shape: pixels.shape,
      ...overRows({ depth, rows }),
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
