/**
 * How operations of tfjs on numbers are noted.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { operationBeyond } from "../../base/errors/export.ts";
import { COMPARISON, type Operation, type REDUCTION, UNARY } from "./graph.ts";
import {
  constant,
  given,
  only,
  reshaped,
  step,
  type Traced,
  type TracedKernel,
} from "./traced.ts";

/** What keeps its shape, and is called as in a graph; two have more to say. */
const SAME_NAME = UNARY.filter((op) => op !== "Identity" && op !== "Softmax");

/** What has two inputs, by what tfjs calls it. */
const BINARY = {
  Add: "Add",
  Sub: "Sub",
  Multiply: "Mul",
  RealDiv: "Div",
  Maximum: "Maximum",
  Minimum: "Minimum",
  Pow: "Pow",
} as const;

/** What tfjs calls the axes of a reduction. */
const AXES = {
  Max: "reductionIndices",
  Mean: "axis",
  Min: "axis",
  Sum: "axis",
} as const satisfies Record<typeof REDUCTION[number], string>;

function unary(operation: Operation): TracedKernel {
  return (inputs) => {
    const x = only(inputs);
    return step(operation, [x], x.shape);
  };
}

/** What two tensors make together that are broadcast. */
function broadcast(a: Traced, b: Traced): number[] {
  return tf.broadcast_util.assertAndGetBroadcastShape(
    [...a.shape],
    [...b.shape],
  );
}

/** One operation of two tensors. */
export function binary(
  op: typeof BINARY[keyof typeof BINARY],
  a: Traced,
  b: Traced,
): Traced {
  const shape = broadcast(a, b);
  const whole = a.dtype === "int32" && b.dtype === "int32" && op !== "Div";
  return step({ op }, [a, b], shape, whole ? "int32" : "float32");
}

function compared(op: typeof COMPARISON[number], a: Traced, b: Traced): Traced {
  return step({ op }, [a, b], broadcast(a, b), "bool");
}

function reduction(op: keyof typeof AXES): TracedKernel {
  return (inputs, settings) => {
    const x = given(inputs, "x");
    const every = x.shape.map((_, axis) => axis);
    const axes = tf.util.parseAxisParam(
      settings[AXES[op]] as number[] ?? every,
      [...x.shape],
    );
    const shape = x.shape.filter((_, axis) => !axes.includes(axis));
    const made = step(
      { op, axes },
      [x],
      shape,
      op === "Mean" ? "float32" : x.dtype,
    );
    if (!settings["keepDims"]) return made;
    const kept = x.shape.map((side, axis) => axes.includes(axis) ? 1 : side);
    return reshaped(made, kept);
  };
}

/** What is done to a result in the same go. */
export function activated(
  x: Traced,
  { activation, leakyreluAlpha }: Readonly<Record<string, unknown>>,
  slopes?: Traced,
): Traced {
  switch (activation) {
    case undefined:
    case null:
    case "linear":
      return x;
    case "relu":
      return step({ op: "Relu" }, [x], x.shape);
    case "relu6":
      return step({ op: "Clip", low: 0, high: 6 }, [x], x.shape);
    case "elu":
      return step({ op: "Elu" }, [x], x.shape);
    case "sigmoid":
      return step({ op: "Sigmoid" }, [x], x.shape);
    case "leakyrelu": {
      const alpha = Number(leakyreluAlpha ?? 0.2);
      return step({ op: "LeakyRelu", alpha }, [x], x.shape);
    }
    case "prelu":
      if (slopes) return step({ op: "Prelu" }, [x, slopes], x.shape);
  }
  throw operationBeyond(String(activation), "is fused with another");
}

const matMul: TracedKernel = (inputs, settings) => {
  const [a, b] = [given(inputs, "a"), given(inputs, "b")];
  const transposeA = Boolean(settings["transposeA"]);
  const transposeB = Boolean(settings["transposeB"]);
  const rows = a.shape.at(transposeA ? -1 : -2) ?? 0;
  const columns = b.shape.at(transposeB ? -2 : -1) ?? 0;
  const outer = tf.broadcast_util.assertAndGetBroadcastShape(
    a.shape.slice(0, -2),
    b.shape.slice(0, -2),
  );
  const product = step(
    { op: "MatMul", transposeA, transposeB },
    [a, b],
    [...outer, rows, columns],
  );
  const { bias, preluActivationWeights } = inputs;
  const shifted = bias ? binary("Add", product, bias) : product;
  return activated(shifted, settings, preluActivationWeights);
};

/** A normalisation of the last axis, whatever shape tfjs gave it for that. */
const batchNorm: TracedKernel = (inputs, settings) => {
  const x = given(inputs, "x");
  const channels = x.shape.at(-1) ?? 0;
  // tfjs makes an image of rows; of rows it is, in a graph.
  const [before] = "operation" in x && x.operation.op === "Reshape"
    ? x.inputs
    : [];
  const from = before?.shape.at(-1) === channels ? before : x;
  const filled = (name: string, value: number): Traced =>
    inputs[name] ??
      {
        values: new Float32Array(channels).fill(value),
        shape: [channels],
        dtype: "float32",
      };
  const parts = [
    filled("scale", 1),
    filled("offset", 0),
    given(inputs, "mean"),
    given(inputs, "variance"),
  ].map((each) => reshaped(each, [channels]));
  const epsilon = Number(settings["varianceEpsilon"]);
  return reshaped(
    step({ op: "BatchNorm", epsilon }, [from, ...parts], from.shape),
    x.shape,
  );
};

/** By tfjs' names. */
export const arithmeticKernels: Readonly<Record<string, TracedKernel>> = {
  ...Object.fromEntries(SAME_NAME.map((op) => [op, unary({ op })])),
  ...Object.fromEntries(
    Object.entries(BINARY).map(([name, op]) =>
      [
        name,
        (inputs): Traced => binary(op, given(inputs, "a"), given(inputs, "b")),
      ] satisfies [string, TracedKernel]
    ),
  ),
  ...Object.fromEntries(
    (Object.keys(AXES) as (keyof typeof AXES)[])
      .map((op) => [op, reduction(op)]),
  ),
  ...Object.fromEntries(
    COMPARISON.map((op) =>
      [
        op,
        (inputs): Traced =>
          compared(op, given(inputs, "a"), given(inputs, "b")),
      ] satisfies [string, TracedKernel]
    ),
  ),
  Step: (inputs, { alpha }) => {
    const x = only(inputs);
    if (alpha) throw operationBeyond("step", "is something else below 0");
    const above = compared("Greater", x, constant([0], []));
    return step({ op: "Cast", to: "float32" }, [above], x.shape);
  },
  Relu6: unary({ op: "Clip", low: 0, high: 6 }),
  LeakyRelu: (inputs, { alpha }) => {
    const x = only(inputs);
    return step({ op: "LeakyRelu", alpha: Number(alpha) }, [x], x.shape);
  },
  Prelu: (inputs) => {
    const [x, alpha] = [given(inputs, "x"), given(inputs, "alpha")];
    return step({ op: "Prelu" }, [x, alpha], x.shape);
  },
  SquaredDifference: (inputs) => {
    const gap = binary("Sub", given(inputs, "a"), given(inputs, "b"));
    return step({ op: "Square" }, [gap], gap.shape);
  },
  ClipByValue: (inputs, { clipValueMin, clipValueMax }) => {
    const x = only(inputs);
    const [low, high] = [Number(clipValueMin), Number(clipValueMax)];
    return step({ op: "Clip", low, high }, [x], x.shape);
  },
  Softmax: (inputs, { dim }) => {
    const x = only(inputs);
    const last = x.shape.length - 1;
    if (Number(dim ?? -1) !== -1 && Number(dim) !== last) {
      throw operationBeyond("softmax", "is along another axis than the last");
    }
    return step({ op: "Softmax" }, [x], x.shape);
  },
  BatchMatMul: matMul,
  _FusedMatMul: matMul,
  FusedBatchNorm: batchNorm,
};
