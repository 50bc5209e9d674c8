import type { TensorInfo } from "@tensorflow/tfjs-core";
import { areFloats } from "./_floats.ts";
import { familyOf, gradientOf } from "./families.ts";

/** A call that a kernel of ours left to tfjs' own. */
export interface LeftCall {
  readonly kernel: string;
  readonly inputs: readonly TensorInfo[];
  /** As tfjs gave them: of each kernel other ones. */
  readonly attrs: unknown;
}

/** Those attributes that decide whether one of ours takes a call. */
interface Attributes {
  readonly dataFormat?: string;
  readonly dilations?: number | readonly number[];
  readonly activation?: string;
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  readonly axis?: number | readonly number[];
  readonly reductionIndices?: number | readonly number[];
}

/** Says what is not covered, if it is that. */
type Check = (call: LeftCall, attributes: Attributes) => string | undefined;

/** Elementwise gradients, whose two sides are alike. */
const SAME_SIZE = [gradientOf("ClipByValue"), gradientOf("Relu")];

const CHECKS: readonly Check[] = [
  ({ inputs }) =>
    inputs.some(({ shape }) => shape.includes(0))
      ? "it holds no numbers"
      : undefined,
  ({ inputs }) =>
    areFloats(...inputs) ? undefined : "not all are 32-bit floats",
  (_, { dataFormat }) =>
    dataFormat === "NCHW" ? "channels come first" : undefined,
  (_, { dilations = 1 }) => {
    const [height = 1, width = height] = [dilations].flat();
    return height * width === 1 ? undefined : `dilation ${height} x ${width}`;
  },
  (_, { activation = "linear" }) =>
    activation === "linear" ? undefined : `its activation is ${activation}`,
  (_, { transposeA, transposeB }) =>
    transposeA && transposeB ? "both sides are transposed" : undefined,
  ({ kernel, inputs }) =>
    kernel === "BatchMatMul" ? whyNotMultiplied(inputs) : undefined,
  ({ kernel, inputs }, { axis, reductionIndices = axis }) => {
    // Of a gradient, what was reduced comes last.
    const { shape = [] } = inputs.at(-1) ?? {};
    return familyOf(kernel) === "reductions"
      ? whyNotReduced(shape, [reductionIndices ?? []].flat())
      : undefined;
  },
  ({ kernel, inputs }) =>
    familyOf(kernel) === "elementwise operations" &&
      !SAME_SIZE.includes(kernel) && inputs.length === 2
      ? "neither side is one row of channels in fours"
      : undefined,
  ({ kernel, inputs }) => {
    // Convolutions pad their channels, but not those of a bias.
    const counted = kernel === "FusedConv2D" ? inputs.slice(2) : inputs;
    const odd = counted.find(({ shape }) => (shape.at(-1) ?? 0) % 4 !== 0);
    return odd
      ? `${odd.shape.at(-1) ?? 0} channels are not in fours`
      : undefined;
  },
];

function whyNotMultiplied(sides: readonly TensorInfo[]): string | undefined {
  const alone = sides.every(({ shape }) =>
    shape.slice(0, -2).every((count) => count === 1)
  );
  return alone ? undefined : "more than one pair of matrices";
}

/** Axes of none mean all of them. */
function whyNotReduced(
  shape: readonly number[],
  axes: readonly number[],
): string {
  const reduced = new Set(
    axes.map((axis) => (axis + shape.length) % shape.length),
  );
  if (reduced.size === 0 || reduced.has(shape.length - 1)) {
    return "the last axis is reduced";
  }
  const apart = Math.max(...reduced) - Math.min(...reduced) + 1 > reduced.size;
  return apart ? "the axes are no neighbours" : "what is left is not in fours";
}

/** What of a call our kernel does not cover, as far as it can be told from here. */
export function whyUncovered(call: LeftCall): string {
  // tfjs erases the types of all attributes; each is looked at only where it is.
  const attributes = (call.attrs ?? {}) as Attributes;
  for (const check of CHECKS) {
    const why = check(call, attributes);
    if (why !== undefined) return why;
  }
  return "its shape is not covered";
}
