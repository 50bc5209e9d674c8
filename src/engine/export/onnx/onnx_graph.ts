import type { Constant, Dimension, Graph, GraphNode } from "../graph.ts";
import { transposed } from "../transposed.ts";
import type { Attribute, DataType, OnnxNode, OnnxTensor } from "./proto.ts";

/**
 * Axes of an image as ONNX has them, channels first, by where they are in ours;
 * and the way back.
 */
const TO_ONNX = [0, 3, 1, 2] as const;
const FROM_ONNX = [0, 2, 3, 1] as const;

function bytesOf(
  { buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBuffer>,
): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/**
 * The operators of an ONNX graph as they are added. All that has four axes is
 * kept with channels first, from where it comes in to where it is no image any
 * more: no convolution has to turn it.
 */
export class OnnxGraph {
  readonly nodes: OnnxNode[] = [];
  readonly tensors: OnnxTensor[] = [];
  readonly #graph: Graph;
  readonly #shapes: ReadonlyMap<string, readonly Dimension[]>;
  /** Names that were given, besides those of the graph. */
  readonly #made = new Map<string, string>();
  #count = 0;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#shapes = new Map<string, readonly Dimension[]>([
      ...graph.inputs.map(({ name, shape }) => [name, shape] as const),
      ...[...graph.constants].map(([name, { shape }]) =>
        [name, shape] as const
      ),
      ...graph.nodes.map(({ name, shape }) => [name, shape] as const),
    ]);
  }

  /** The shape of a tensor of the graph, as the graph has it. */
  shapeOf(name: string): readonly Dimension[] {
    return this.#shapes.get(name) ?? [];
  }

  /** Numbers of the graph that are always the same, if these are. */
  constantOf(name: string): Constant | undefined {
    return this.#graph.constants.get(name);
  }

  /** Whether a tensor of so many axes has channels first here. */
  isTurned(shape: readonly Dimension[]): boolean {
    return shape.length === TO_ONNX.length;
  }

  /** An axis of a tensor of that shape, as it is here. */
  axisOf(axis: number, shape: readonly Dimension[]): number {
    return this.isTurned(shape) ? TO_ONNX.indexOf(axis as 0) : axis;
  }

  /** Something for each axis of a tensor, in the order of axes here. */
  inOrder<Item>(items: readonly Item[]): readonly Item[] {
    return items.length === TO_ONNX.length
      ? TO_ONNX.map((axis) => items[axis]!)
      : items;
  }

  /** Adds an operator with one result, which is called `output`. */
  add(
    type: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    output: string = this.#name(type),
  ): string {
    this.nodes.push({
      name: output,
      type,
      inputs,
      outputs: [output],
      attributes,
    });
    return output;
  }

  /** Numbers that are kept in the file, under that name unless it is taken. */
  keep(name: string, { shape, dtype, data }: Constant): string {
    const bytes = dtype === "bool" ? Uint8Array.from(data) : bytesOf(data);
    const taken = this.tensors.some((each) => each.name === name);
    return this.#keep(taken ? this.#name(name) : name, dtype, shape, bytes);
  }

  /** A number, or a few, that an operator is told as an input. */
  floats(values: number | readonly number[]): string {
    const data = Float32Array.from([values].flat());
    const shape = typeof values === "number" ? [] : [data.length];
    return this.#keep(this.#name("floats"), "float32", shape, bytesOf(data));
  }

  /** The same of whole numbers: shapes, axes, sizes. */
  integers(values: readonly number[]): string {
    const data = BigInt64Array.from(values, BigInt);
    const name = this.#name("integers");
    return this.#keep(name, "int64", [data.length], bytesOf(data));
  }

  /** A tensor of the graph as it is kept here: images with channels first. */
  tensor(name: string): string {
    const constant = this.constantOf(name);
    const shape = this.shapeOf(name);
    return this.once(`${name} here`, () => {
      if (constant) {
        const turned = this.isTurned(shape);
        return this.keep(
          name,
          turned ? transposed(constant, TO_ONNX) : constant,
        );
      }
      const comesIn = this.#graph.inputs.some((each) => each.name === name);
      if (!comesIn || !this.isTurned(shape)) return name;
      return this.add("Transpose", [name], { perm: TO_ONNX });
    });
  }

  /** A tensor of the graph with its axes where the graph has them. */
  plain(name: string): string {
    const constant = this.constantOf(name);
    if (!this.isTurned(this.shapeOf(name))) return this.tensor(name);
    return this.once(`${name} plain`, () => {
      if (constant) return this.keep(name, constant);
      const comesIn = this.#graph.inputs.some((each) => each.name === name);
      if (comesIn) return name;
      return this.add("Transpose", [name], { perm: FROM_ONNX });
    });
  }

  /**
   * A tensor that is broadcast to so many axes: one of channels alone stands
   * before the axes of an image.
   */
  operand(name: string, axes: number): string {
    const shape = this.shapeOf(name);
    const lacking = axes - shape.length;
    const isNumber = shape.length === 0;
    if (axes !== TO_ONNX.length || lacking <= 0 || isNumber) {
      return this.tensor(name);
    }
    return this.once(`${name} among ${axes}`, () => {
      const constant = this.constantOf(name);
      if (constant) {
        const whole = [...Array<number>(lacking).fill(1), ...constant.shape];
        return this.keep(
          name,
          transposed({ ...constant, shape: whole }, TO_ONNX),
        );
      }
      const first = Array.from({ length: lacking }, (_, at) => at);
      const long = this.add("Unsqueeze", [name, this.integers(first)]);
      return this.add("Transpose", [long], { perm: TO_ONNX });
    });
  }

  /**
   * Adds what a node makes, computed with axes where the graph has them; they
   * are put where they are here.
   */
  addPlain(
    { name, shape }: GraphNode,
    type: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): void {
    if (!this.isTurned(shape)) {
      this.add(type, inputs, attributes, name);
      return;
    }
    const made = this.add(type, inputs, attributes);
    this.add("Transpose", [made], { perm: TO_ONNX }, name);
  }

  /** What is made only once, whoever asks for it. */
  once(key: string, make: () => string): string {
    const found = this.#made.get(key);
    if (found !== undefined) return found;
    const made = make();
    this.#made.set(key, made);
    return made;
  }

  #name(what: string): string {
    return `${what}/${++this.#count}`;
  }

  #keep(
    name: string,
    type: DataType,
    shape: readonly number[],
    bytes: Uint8Array,
  ): string {
    this.tensors.push({ name, type, shape, bytes });
    return name;
  }
}

/** The order of axes here after they were put into another order there. */
export function turnedOrder(order: readonly number[]): readonly number[] {
  if (order.length !== TO_ONNX.length) return order;
  return TO_ONNX.map((axis) => TO_ONNX.indexOf(order[axis] as 0));
}
