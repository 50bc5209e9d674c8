import type { Constant, Dimension, Graph } from "../graph.ts";
import {
  type Attribute,
  type NodeDef,
  shape,
  tensor,
  type,
} from "./node_def.ts";

/** The nodes of a TensorFlow graph as they are added, and their constants. */
export class TfjsGraph {
  readonly nodes: NodeDef[] = [];
  readonly constants = new Map<string, Constant>();
  readonly #shapes = new Map<string, readonly Dimension[]>();
  #count = 0;

  constructor({ inputs, constants, nodes }: Graph) {
    for (const { name, dtype, shape: sides } of inputs) {
      this.#shapes.set(name, sides);
      // Bytes of an image are whole numbers to tfjs.
      const whole = dtype === "uint8" ? "int32" : dtype;
      this.add("Placeholder", [], {
        dtype: type(whole),
        shape: shape(sides),
      }, name);
    }
    for (const [name, constant] of constants) this.#keep(name, constant);
    for (const { name, shape } of nodes) this.#shapes.set(name, shape);
  }

  /** The shape of a tensor of the graph. */
  shapeOf(name: string): readonly Dimension[] {
    return this.#shapes.get(name) ?? [];
  }

  /** Adds a node, whose result has its name. */
  add(
    op: string,
    input: readonly string[],
    attr: Readonly<Record<string, Attribute>> = {},
    name = `${op}/${++this.#count}`,
  ): string {
    this.nodes.push({ name, op, input, attr });
    return name;
  }

  /** Whole numbers that a node is told as an input. */
  integers(values: readonly number[], sides = [values.length]): string {
    const data = Int32Array.from(values);
    return this.#keep(this.#name(), { shape: sides, dtype: "int32", data });
  }

  /** One number that a node is told as an input. */
  float(value: number): string {
    const data = Float32Array.of(value);
    return this.#keep(this.#name(), { shape: [], dtype: "float32", data });
  }

  #name(): string {
    return `Const/${++this.#count}`;
  }

  #keep(name: string, constant: Constant): string {
    const { dtype, shape: sides } = constant;
    this.constants.set(name, constant);
    this.#shapes.set(name, sides);
    const attr = { dtype: type(dtype), value: tensor(dtype, sides) };
    return this.add("Const", [], attr, name);
  }
}
