import {
  Add,
  Maximum,
  Minimum,
  Multiply,
  RealDiv,
  SquaredDifference,
  Sub,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";
import { areFloats } from "../_floats.ts";
import { eachRow, overRows, ROW_UNIFORMS } from "../_rows.ts";
import { areHalves } from "../halves/storage.ts";
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

/** Some operation of two numbers, in fours. */
function operate(operation: string): string {
  return `
    fn operate(a : vec4<f32>, b : vec4<f32>) -> vec4<f32> {
      return ${OPERATIONS[operation]};
    }`;
}

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
    functions: operate(operation),
    main: () =>
      eachRow(
        "let channels = y[channel];",
        `let pixel = x[at];
        result[at] = operate(${a}, ${b});`,
      ),
  };
}

/** An operation between tensors of one shape; tfjs' own cannot read halves. */
function shaderOfSame(operation: string): EachShader {
  return {
    key: `same ${operation}`,
    inputs: ["a", "b"],
    uniforms: [],
    functions: operate(operation),
    main: () => "result[index] = operate(a[index], b[index]);",
  };
}

/** Two tensors of one shape, one of which at least is in halves. */
function areSameInHalves(a: TensorInfo, b: TensorInfo): boolean {
  return (areHalves(a) || areHalves(b)) &&
    util.sizeFromShape(a.shape) % 4 === 0 &&
    util.arraysEqual(a.shape, b.shape);
}

/** Operations where one side is [channels], or is so but for axes of one; others are tfjs'. */
export function broadcast(
  operation: string,
): (call: KernelCall<"a" | "b", unknown>) => TensorInfo | undefined {
  return ({ inputs: { a, b }, backend }) => {
    if (!areFloats(a, b)) return undefined;
    if (areSameInHalves(a, b)) {
      return runEach(backend, shaderOfSame(operation), {
        inputs: [a, b],
        shape: a.shape,
        uniforms: [],
        invocations: util.sizeFromShape(a.shape) / 4,
        halves: true,
      });
    }
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
      halves: areHalves(pixels),
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
