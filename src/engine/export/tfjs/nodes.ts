/**
 * Each operation of a graph as nodes of TensorFlow.
 *
 * @module
 */
import { operationBeyond } from "../../../base/errors/export.ts";
import type { Edges, GraphNode, Operation } from "../graph.ts";
import { type Attribute, flag, int, ints, type, word } from "./node_def.ts";
import type { TfjsGraph } from "./tfjs_graph.ts";

/** Nodes of one operation. */
type NodeOf<Op extends Operation["op"]> = GraphNode & { readonly op: Op };

/** Smaller than whatever a network computes. */
const LEAST = -3.4028234663852886e38;

/** Names that are others there. */
const NAMES: Readonly<Record<string, string>> = {
  Add: "AddV2",
  Div: "RealDiv",
};

function inputOf({ inputs, op }: GraphNode, at: number): string {
  const name = inputs[at];
  if (name === undefined) throw operationBeyond(op, "lacks an input");
  return name;
}

/** For each axis of an image, what is told of its sides. */
function ofImage([height, width]: readonly [number, number]): Attribute {
  return ints([1, height, width, 1]);
}

function isNothing(edges: Edges): boolean {
  return edges.every((edge) => edge === 0);
}

function paddings([top, bottom, left, right]: Edges): readonly number[] {
  return [0, 0, top, bottom, left, right, 0, 0];
}

function convolution(tfjs: TfjsGraph, node: NodeOf<"Convolution">): void {
  const { name, depthwise, strides, dilations, padding, inputs } = node;
  const none = isNothing(padding);
  tfjs.add(depthwise ? "DepthwiseConv2dNative" : "Conv2D", inputs, {
    T: type("float32"),
    data_format: word("NHWC"),
    strides: ofImage(strides),
    dilations: ofImage(dilations),
    padding: word(none ? "VALID" : "EXPLICIT"),
    ...none ? {} : { explicit_paddings: ints(paddings(padding)) },
  }, name);
}

/** TensorFlow is told how large the image was. */
function convolutionSlopes(
  tfjs: TfjsGraph,
  node: NodeOf<"ConvolutionSlopes">,
): void {
  const { name, strides, padding, shape } = node;
  const sides = shape.map((side) => {
    if (side !== null) return side;
    throw operationBeyond("conv2dTranspose", "is for one number of items");
  });
  const none = isNothing(padding);
  const inputs = [tfjs.integers(sides), inputOf(node, 1), inputOf(node, 0)];
  tfjs.add("Conv2DBackpropInput", inputs, {
    T: type("float32"),
    data_format: word("NHWC"),
    strides: ofImage(strides),
    dilations: ofImage([1, 1]),
    padding: word(none ? "VALID" : "EXPLICIT"),
    ...none ? {} : { explicit_paddings: ints(paddings(padding)) },
  }, name);
}

/** What TensorFlow calls `SAME`: as many windows as strides, and in the middle. */
function isSame(
  { kernel, strides, padding }: NodeOf<"MaxPool" | "AveragePool">,
  [, height, width]: readonly (number | null)[],
): boolean {
  const [top, bottom, left, right] = padding;
  const fits = (
    length: number,
    stride: number,
    window: number,
    before: number,
    after: number,
  ) => {
    const windows = Math.ceil(length / stride);
    const all = Math.max(0, (windows - 1) * stride + window - length);
    return before === all >> 1 && after === all - before;
  };
  return fits(height ?? 0, strides[0], kernel[0], top, bottom) &&
    fits(width ?? 0, strides[1], kernel[1], left, right);
}

function pool(
  tfjs: TfjsGraph,
  node: NodeOf<"MaxPool" | "AveragePool">,
): void {
  const { op, name, kernel, strides, padding } = node;
  const x = inputOf(node, 0);
  const same = isSame(node, tfjs.shapeOf(x));
  let from = x;
  if (!same && !isNothing(padding)) {
    // Only what is outside of an image counts for nothing in an average.
    if (op === "AveragePool") {
      throw operationBeyond("avgPool", "has edges that tfjs cannot be told");
    }
    const edges = tfjs.integers(paddings(padding), [4, 2]);
    from = tfjs.add("PadV2", [x, edges, tfjs.float(LEAST)], {
      T: type("float32"),
    });
  }
  tfjs.add(op === "MaxPool" ? "MaxPool" : "AvgPool", [from], {
    T: type("float32"),
    data_format: word("NHWC"),
    ksize: ofImage(kernel),
    strides: ofImage(strides),
    padding: word(same ? "SAME" : "VALID"),
  }, name);
}

function matMul(tfjs: TfjsGraph, node: NodeOf<"MatMul">): void {
  const { name, shape, inputs, transposeA, transposeB } = node;
  const rows = shape.length === 2;
  tfjs.add(rows ? "MatMul" : "BatchMatMulV2", inputs, {
    T: type("float32"),
    [rows ? "transpose_a" : "adj_x"]: flag(transposeA),
    [rows ? "transpose_b" : "adj_y"]: flag(transposeB),
  }, name);
}

/** One matrix after the other, each along the last axis in its turn. */
function resample(tfjs: TfjsGraph, node: NodeOf<"Resample">): void {
  const [x, rows, columns] = [0, 1, 2].map((at) => inputOf(node, at)) as [
    string,
    string,
    string,
  ];
  const [, toHeight, toWidth, channels] = node.shape.map((side) => side ?? -1);
  const [, height, width] = tfjs.shapeOf(x).map((side) => side ?? -1);
  const turn = (from: string, order: readonly number[], name?: string) =>
    tfjs.add("Transpose", [from, tfjs.integers(order)], {
      T: type("float32"),
      Tperm: type("int32"),
    }, name);
  const lay = (from: string, sides: readonly (number | undefined)[]) =>
    tfjs.add("Reshape", [
      from,
      tfjs.integers(sides.map((side) => side ?? -1)),
    ], { T: type("float32"), Tshape: type("int32") });
  const times = (from: string, matrix: string) =>
    tfjs.add("MatMul", [from, matrix], {
      T: type("float32"),
      transpose_a: flag(false),
      transpose_b: flag(true),
    });
  const down = times(lay(turn(x, [0, 2, 3, 1]), [-1, height]), rows);
  const lines = lay(down, [-1, width, channels, toHeight]);
  const across = times(lay(turn(lines, [0, 3, 2, 1]), [-1, width]), columns);
  const image = lay(across, [-1, toHeight, channels, toWidth]);
  turn(image, [0, 1, 3, 2], node.name);
}

/** Adds the nodes that make what a node makes. */
export function addNodes(tfjs: TfjsGraph, node: GraphNode): void {
  const { name, inputs, op, dtype } = node;
  const T = type(dtype);
  const add = (
    as: string,
    more: readonly string[] = [],
    attr: Readonly<Record<string, Attribute>> = {},
  ) => void tfjs.add(as, [...inputs, ...more], { T, ...attr }, name);
  const whole = type("int32");
  switch (op) {
    case "Convolution":
      return convolution(tfjs, node);
    case "ConvolutionSlopes":
      return convolutionSlopes(tfjs, node);
    case "MaxPool":
    case "AveragePool":
      return pool(tfjs, node);
    case "MatMul":
      return matMul(tfjs, node);
    case "Resample":
      return resample(tfjs, node);
    case "BatchNorm":
      return add("FusedBatchNormV3", [], {
        U: type("float32"),
        data_format: word("NHWC"),
        epsilon: { f: node.epsilon },
        is_training: flag(false),
      });
    case "Max":
    case "Mean":
    case "Min":
    case "Sum": {
      const attr = { Tidx: whole, keep_dims: flag(false) };
      return add(op, [tfjs.integers(node.axes)], attr);
    }
    case "Reshape": {
      const sides = node.shape.map((side) => side ?? -1);
      return add("Reshape", [tfjs.integers(sides)], { Tshape: whole });
    }
    case "Transpose":
      return add("Transpose", [tfjs.integers(node.order)], { Tperm: whole });
    case "Concat": {
      const attr = { N: int(inputs.length), Tidx: whole };
      return add("ConcatV2", [tfjs.integers([node.axis], [])], attr);
    }
    case "Pad": {
      const { before, after, value } = node;
      const edges = before.flatMap((each, at) => [each, after[at] ?? 0]);
      const sides = tfjs.integers(edges, [before.length, 2]);
      return add("PadV2", [sides, tfjs.float(value)], { Tpaddings: whole });
    }
    case "Slice": {
      const size = node.size.map((side) => side ?? -1);
      const told = [tfjs.integers(node.begin), tfjs.integers(size)];
      return add("Slice", told, { Index: whole });
    }
    case "Gather":
      return add("GatherV2", [tfjs.integers([node.axis], [])], {
        Tparams: T,
        Tindices: whole,
        Taxis: whole,
        batch_dims: int(0),
      });
    case "Clip":
      return add("ClipByValue", [tfjs.float(node.low), tfjs.float(node.high)]);
    case "LeakyRelu":
      return add("LeakyRelu", [], { alpha: { f: node.alpha } });
    case "Equal":
    case "Greater":
    case "GreaterEqual":
    case "LessEqual":
      return void tfjs.add(op, inputs, { T: type("float32") }, name);
    case "Cast":
      return void tfjs.add("Cast", inputs, { DstT: type(node.to) }, name);
    default:
      return add(NAMES[op] ?? op);
  }
}
