/**
 * A trained network as a graph of operations, from what a client gives to what
 * it is answered: what every format of `export` is written from.
 *
 * Tensors lie as in tfjs: images `[batch, height, width, channels]`, filters
 * `[height, width, in, out]`, matrices `[in, out]`.
 *
 * @module
 */

/** What the numbers of a tensor are. */
export type Dtype = "float32" | "int32" | "bool";

/** A side of a tensor; null is as many as there are items in the batch. */
export type Dimension = number | null;

/** Operations of one tensor that keep its shape. */
export const UNARY = [
  "Abs",
  "Elu",
  "Exp",
  "Identity",
  "Log",
  "Neg",
  "Reciprocal",
  "Relu",
  "Rsqrt",
  "Selu",
  "Sigmoid",
  "Softmax",
  "Softplus",
  "Sqrt",
  "Square",
  "Tanh",
] as const;

/** Operations of two tensors, whose shapes are broadcast. */
export const BINARY = [
  "Add",
  "Sub",
  "Mul",
  "Div",
  "Maximum",
  "Minimum",
  "Pow",
] as const;

/** Operations of two tensors, whose shapes are broadcast, that make `bool`. */
export const COMPARISON = [
  "Equal",
  "Greater",
  "GreaterEqual",
  "LessEqual",
] as const;

/** Operations that make one number of many. */
export const REDUCTION = ["Max", "Mean", "Min", "Sum"] as const;

/** Rows and columns that are taken away or added: top, bottom, left, right. */
export type Edges = readonly [number, number, number, number];

type Two = readonly [number, number];

/** One operation, with all that it is told besides its inputs. */
export type Operation =
  | { readonly op: typeof UNARY[number] }
  | { readonly op: typeof BINARY[number] | typeof COMPARISON[number] }
  | { readonly op: "Prelu" }
  | { readonly op: "LeakyRelu"; readonly alpha: number }
  | { readonly op: "Clip"; readonly low: number; readonly high: number }
  | { readonly op: "Cast"; readonly to: Dtype }
  | {
    /** Of an image and filters; each channel alone where it is `depthwise`. */
    readonly op: "Convolution";
    readonly depthwise: boolean;
    readonly strides: Two;
    readonly dilations: Two;
    readonly padding: Edges;
  }
  | {
    /**
     * The slopes of an image along a convolution that made another of it: of
     * the slopes of that one and the same filters.
     */
    readonly op: "ConvolutionSlopes";
    readonly strides: Two;
    readonly padding: Edges;
  }
  | {
    /** What lies outside of the image counts for nothing. */
    readonly op: "MaxPool" | "AveragePool";
    readonly kernel: Two;
    readonly strides: Two;
    readonly padding: Edges;
  }
  | {
    /** Of a tensor, scale, shift, mean and variance, each `[channels]`. */
    readonly op: "BatchNorm";
    readonly epsilon: number;
  }
  | {
    readonly op: "MatMul";
    readonly transposeA: boolean;
    readonly transposeB: boolean;
  }
  | {
    readonly op: typeof REDUCTION[number];
    readonly axes: readonly number[];
  }
  | { readonly op: "Reshape"; readonly shape: readonly Dimension[] }
  | { readonly op: "Transpose"; readonly order: readonly number[] }
  | { readonly op: "Concat"; readonly axis: number }
  | {
    readonly op: "Pad";
    readonly before: readonly number[];
    readonly after: readonly number[];
    readonly value: number;
  }
  | {
    /** From `begin` on so many; null of the batch is all of it. */
    readonly op: "Slice";
    readonly begin: readonly number[];
    readonly size: readonly Dimension[];
  }
  | { readonly op: "Gather"; readonly axis: number }
  | {
    /**
     * Images times two matrices, `[height', height]` and `[width', width]`:
     * each row and each column of the result is a sum of such of the image.
     */
    readonly op: "Resample";
  };

/** A step of a graph. */
export type GraphNode = Operation & {
  /** Of what it makes. */
  readonly name: string;
  /** Names of inputs, constants and earlier nodes. */
  readonly inputs: readonly string[];
  readonly shape: readonly Dimension[];
  readonly dtype: Dtype;
};

/** What a client gives. */
export interface GraphInput {
  readonly name: string;
  /** `uint8` are bytes of an image; a format without bytes takes `int32`. */
  readonly dtype: "uint8" | "float32" | "int32";
  readonly shape: readonly Dimension[];
}

/** Numbers that are the same for every item. */
export interface Constant {
  readonly shape: readonly number[];
  readonly dtype: Dtype;
  /** `bool` are 0 and 1. */
  readonly data: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
}

/** A network as a graph, its nodes in the order in which they can be run. */
export interface Graph {
  readonly inputs: readonly GraphInput[];
  readonly constants: ReadonlyMap<string, Constant>;
  readonly nodes: readonly GraphNode[];
  /** The name of what is answered. */
  readonly output: string;
}
