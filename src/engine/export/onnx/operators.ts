/**
 * Each operation of a graph as operators of ONNX.
 *
 * @module
 */
import {
  operationBeyond,
  operationUnknown,
} from "../../../base/errors/export.ts";
import type { Constant, Edges, GraphNode, Operation } from "../graph.ts";
import { transposed } from "../transposed.ts";
import { type OnnxGraph, turnedOrder } from "./onnx_graph.ts";
import { DATA_TYPES } from "./proto.ts";

/** Nodes of one operation. */
type NodeOf<Op extends Operation["op"]> = GraphNode & { readonly op: Op };

/** As far as a slice may reach where it takes all that is left. */
const ALL = 2 ** 31 - 1;

/** Names that are others there; operations of one tensor. */
const ONE: Readonly<Record<string, readonly string[]>> = {
  Rsqrt: ["Sqrt", "Reciprocal"],
};

/** The same; operations of two. */
const TWO: Readonly<Record<string, string>> = {
  GreaterEqual: "GreaterOrEqual",
  LessEqual: "LessOrEqual",
  Maximum: "Max",
  Minimum: "Min",
  Prelu: "PRelu",
};

function inputOf({ inputs, op }: GraphNode, at: number): string {
  const name = inputs[at];
  if (name === undefined) throw operationBeyond(op, "lacks an input");
  return name;
}

function padsOf([top, bottom, left, right]: Edges): readonly number[] {
  return [top, left, bottom, right];
}

function elementwise(onnx: OnnxGraph, node: GraphNode): void {
  const { op, name, shape } = node;
  const inputs = node.inputs.map((each) => onnx.operand(each, shape.length));
  const [x = ""] = inputs;
  if (op === "Square") {
    onnx.add("Mul", [x, x], {}, name);
  } else if (op === "Softmax") {
    const axis = onnx.axisOf(shape.length - 1, shape);
    onnx.add("Softmax", [x], { axis }, name);
  } else if (inputs.length === 1) {
    const types = ONE[op] ?? [op];
    types.reduce(
      (from, type, at) =>
        at === types.length - 1
          ? onnx.add(type, [from], {}, name)
          : onnx.add(type, [from]),
      x,
    );
  } else onnx.add(TWO[op] ?? op, inputs, {}, name);
}

/** Filters `[height, width, in, out]` as `[out, in, height, width]`. */
function filtersOf(
  { shape, ...filters }: Constant,
  depthwise: boolean,
): Constant {
  const [height = 1, width = 1, inputs = 1, outputs = 1] = shape;
  // Each of the channels alone: groups of one, and as many outputs for each.
  const whole = depthwise ? [height, width, 1, inputs * outputs] : shape;
  return transposed({ ...filters, shape: whole }, [3, 2, 0, 1]);
}

function convolution(
  onnx: OnnxGraph,
  node: NodeOf<"Convolution">,
): void {
  const { name, depthwise, strides, dilations, padding } = node;
  const filter = inputOf(node, 1);
  const constant = onnx.constantOf(filter);
  if (constant === undefined) {
    throw operationBeyond("convolution", "computes its own filters");
  }
  const [height = 1, width = 1, channels = 1] = constant.shape;
  const weights = onnx.once(
    `${filter} as filters`,
    () => onnx.keep(filter, filtersOf(constant, depthwise)),
  );
  onnx.add("Conv", [onnx.tensor(inputOf(node, 0)), weights], {
    kernel_shape: [height, width],
    strides,
    dilations,
    pads: padsOf(padding),
    group: depthwise ? channels : 1,
  }, name);
}

function pool(
  onnx: OnnxGraph,
  node: NodeOf<"MaxPool" | "AveragePool">,
): void {
  const { op, name, kernel, strides, padding } = node;
  onnx.add(op, [onnx.tensor(inputOf(node, 0))], {
    kernel_shape: kernel,
    strides,
    pads: padsOf(padding),
    ...op === "AveragePool" ? { count_include_pad: 0 } : {},
  }, name);
}

/** ONNX has channels second, whatever else there is. */
function batchNorm(onnx: OnnxGraph, node: NodeOf<"BatchNorm">): void {
  const { name, shape, epsilon, inputs: [x = "", ...rest] } = node;
  const parts = rest.map((each) => onnx.tensor(each));
  const settings = { epsilon: { float: epsilon } };
  const norm = (from: string, to?: string) =>
    onnx.add("BatchNormalization", [from, ...parts], settings, to);
  if (shape.length === 2 || onnx.isTurned(shape)) {
    norm(onnx.tensor(x), name);
    return;
  }
  const last = shape.length - 1;
  if (last !== 2) throw operationBeyond("batchNorm", `has ${last + 1} axes`);
  const perm = [0, 2, 1];
  const turned = onnx.add("Transpose", [onnx.tensor(x)], { perm });
  onnx.add("Transpose", [norm(turned)], { perm }, name);
}

function matMul(onnx: OnnxGraph, node: NodeOf<"MatMul">): void {
  const { transposeA, transposeB } = node;
  const side = (name: string, turn: boolean) => {
    const plain = onnx.plain(name);
    if (!turn) return plain;
    const axes = onnx.shapeOf(name).map((_, axis) => axis);
    const perm = [...axes.slice(0, -2), ...axes.slice(-2).reverse()];
    return onnx.add("Transpose", [plain], { perm });
  };
  onnx.addPlain(node, "MatMul", [
    side(inputOf(node, 0), transposeA),
    side(inputOf(node, 1), transposeB),
  ]);
}

function reduction(
  onnx: OnnxGraph,
  node: NodeOf<"Max" | "Mean" | "Min" | "Sum">,
): void {
  const { op, name, axes } = node;
  const x = inputOf(node, 0);
  const shape = onnx.shapeOf(x);
  // What is left keeps its order, unless channels come before an axis.
  const left = shape.map((_, axis) => axis)
    .filter((axis) => !axes.includes(axis))
    .map((axis) => onnx.axisOf(axis, shape));
  const ordered = left.every((axis, at) => at === 0 || axis > left[at - 1]!);
  const from = ordered ? onnx.tensor(x) : onnx.plain(x);
  const along = ordered ? axes.map((axis) => onnx.axisOf(axis, shape)) : axes;
  const inputs = [from, onnx.integers(along)];
  onnx.add(`Reduce${op}`, inputs, { keepdims: 0 }, name);
}

function isOnePixel(shape: readonly (number | null)[]): boolean {
  return shape.length === 4 && shape[1] === 1 && shape[2] === 1;
}

function reshape(onnx: OnnxGraph, node: NodeOf<"Reshape">): void {
  const x = inputOf(node, 0);
  // Numbers of one pixel lie in the same order either way.
  const from = isOnePixel(onnx.shapeOf(x)) ? onnx.tensor(x) : onnx.plain(x);
  const sides = (shape: readonly (number | null)[]) =>
    onnx.integers(shape.map((side) => side ?? -1));
  if (isOnePixel(node.shape)) {
    const shape = sides(onnx.inOrder(node.shape));
    onnx.add("Reshape", [from, shape], {}, node.name);
  } else onnx.addPlain(node, "Reshape", [from, sides(node.shape)]);
}

/** Rows and columns of an image are its last axes here. */
function resample(onnx: OnnxGraph, node: NodeOf<"Resample">): void {
  const columns = inputOf(node, 2);
  const constant = onnx.constantOf(columns);
  if (constant === undefined) {
    throw operationBeyond("resample", "computes its own places");
  }
  const turned = onnx.once(
    `${columns} as columns`,
    () => onnx.keep(columns, transposed(constant, [1, 0])),
  );
  const across = onnx.add("MatMul", [onnx.tensor(inputOf(node, 0)), turned]);
  const rows = onnx.tensor(inputOf(node, 1));
  onnx.add("MatMul", [rows, across], {}, node.name);
}

function slice(onnx: OnnxGraph, node: NodeOf<"Slice">): void {
  const { name, begin, size } = node;
  const ends = size.map((side, axis) =>
    side === null ? ALL : (begin[axis] ?? 0) + side
  );
  const sides = (each: readonly number[]) => onnx.integers(onnx.inOrder(each));
  const x = onnx.tensor(inputOf(node, 0));
  onnx.add("Slice", [x, sides(begin), sides(ends)], {}, name);
}

/** Adds the operators that make what a node makes. */
export function addOperators(onnx: OnnxGraph, node: GraphNode): void {
  const { name, shape } = node;
  switch (node.op) {
    case "Convolution":
      return convolution(onnx, node);
    case "ConvolutionSlopes":
      throw operationUnknown("conv2dTranspose");
    case "MaxPool":
    case "AveragePool":
      return pool(onnx, node);
    case "BatchNorm":
      return batchNorm(onnx, node);
    case "MatMul":
      return matMul(onnx, node);
    case "Max":
    case "Mean":
    case "Min":
    case "Sum":
      return reduction(onnx, node);
    case "Reshape":
      return reshape(onnx, node);
    case "Resample":
      return resample(onnx, node);
    case "Slice":
      return slice(onnx, node);
    case "Gather": {
      const inputs = node.inputs.map((each) => onnx.plain(each));
      return onnx.addPlain(node, "Gather", inputs, { axis: node.axis });
    }
    case "Transpose": {
      const x = inputOf(node, 0);
      const perm = turnedOrder(node.order);
      return void onnx.add("Transpose", [onnx.tensor(x)], { perm }, name);
    }
    case "Concat": {
      const inputs = node.inputs.map((each) => onnx.tensor(each));
      const axis = onnx.axisOf(node.axis, shape);
      return void onnx.add("Concat", inputs, { axis }, name);
    }
    case "Pad": {
      const pads = [node.before, node.after]
        .flatMap((each) => onnx.inOrder(each));
      const x = onnx.tensor(inputOf(node, 0));
      const inputs = [x, onnx.integers(pads), onnx.floats(node.value)];
      return void onnx.add("Pad", inputs, {}, name);
    }
    case "Clip": {
      const { low, high } = node;
      const x = onnx.tensor(inputOf(node, 0));
      const inputs = [x, onnx.floats(low), onnx.floats(high)];
      return void onnx.add("Clip", inputs, {}, name);
    }
    case "LeakyRelu": {
      const alpha = { float: node.alpha };
      const x = onnx.tensor(inputOf(node, 0));
      return void onnx.add("LeakyRelu", [x], { alpha }, name);
    }
    case "Cast": {
      const x = onnx.tensor(inputOf(node, 0));
      const to = DATA_TYPES[node.to];
      return void onnx.add("Cast", [x], { to }, name);
    }
    default:
      return elementwise(onnx, node);
  }
}
