import { batchMatters } from "../../base/errors/export.ts";
import type {
  Constant,
  Dimension,
  Graph,
  GraphInput,
  GraphNode,
  Operation,
} from "./graph.ts";
import type { Traced } from "./traced.ts";

/** The same network, noted for two numbers of items. */
export interface TwoRuns {
  readonly inputs: readonly GraphInput[];
  readonly outputs: readonly [Traced, Traced];
  /** What the output is called. */
  readonly output: string;
  /**
   * Names of what has one, as it was in the first run: the network's variables,
   * and steps that are asked for besides the output.
   */
  readonly names: ReadonlyMap<Traced, string>;
}

/** Sides that are as long for both, and null for those that are not. */
function freeShape(
  one: readonly Dimension[],
  other: readonly Dimension[],
  name: string,
): readonly Dimension[] {
  if (one.length !== other.length) throw batchMatters(name);
  return one.map((side, at) => side === other[at] ? side : null);
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** An operation that is the same for any number of items. */
function freeOperation(one: Operation, other: Operation): Operation {
  const { op } = one;
  if (op === "Reshape" && other.op === "Reshape") {
    const shape = freeShape(one.shape, other.shape, op);
    if (shape.filter((side) => side === null).length > 1) {
      throw batchMatters(op);
    }
    return { op, shape };
  }
  if (op === "Slice" && other.op === "Slice") {
    const { begin } = one;
    const size = freeShape(one.size, other.size, op);
    const whole = size.every((side, at) => side !== null || begin[at] === 0);
    if (!whole || !isSame(begin, other.begin)) throw batchMatters(op);
    return { op, begin, size };
  }
  if (!isSame(one, other)) throw batchMatters(op);
  return one;
}

function constantOf(
  { values, shape, dtype }: Traced & { readonly values: ArrayLike<number> },
): Constant {
  const data = dtype === "int32"
    ? Int32Array.from(values)
    : Float32Array.from(values);
  return { shape, dtype, data };
}

/**
 * A graph for any number of items, of what a network does with one number of
 * them and with another: what differs is what grows with the batch.
 *
 * @throws {PipelineError} when it does something else for another number
 */
export function freeBatch(
  { inputs, outputs, output, names }: TwoRuns,
): Graph {
  const constants = new Map<string, Constant>();
  const nodes: GraphNode[] = [];
  const done = new Map<Traced, string>();

  const constantName = (one: Traced, other: Traced): string => {
    if (!("values" in one && "values" in other)) throw batchMatters("constant");
    const same = isSame(one.shape, other.shape) &&
      (one.values === other.values ||
        Array.from(one.values).every((each, at) => each === other.values[at]));
    if (!same) throw batchMatters("constant");
    const name = names.get(one) ?? `constant_${constants.size + 1}`;
    constants.set(name, constantOf(one));
    return name;
  };
  const add = (node: GraphNode) => {
    nodes.push(node);
    return node.name;
  };
  const nameOf = (one: Traced, op: string) => {
    if (one === outputs[0]) return output;
    return names.get(one) ?? `${op}_${nodes.length + 1}`;
  };
  const visit = (one: Traced, other: Traced): string => {
    const before = done.get(one);
    if (before !== undefined) return before;
    let name: string;
    if ("input" in one) name = one.input;
    else if ("values" in one) name = constantName(one, other);
    else {
      if (!("operation" in other)) throw batchMatters(one.operation.op);
      const from = one.inputs.map((each, at) => {
        const counterpart = other.inputs[at];
        if (counterpart === undefined) throw batchMatters(one.operation.op);
        return visit(each, counterpart);
      });
      const { op } = one.operation;
      name = add({
        ...freeOperation(one.operation, other.operation),
        name: nameOf(one, op),
        inputs: from,
        shape: freeShape(one.shape, other.shape, op),
        dtype: one.dtype,
      });
    }
    done.set(one, name);
    return name;
  };

  const [one, other] = outputs;
  const last = visit(one, other);
  if (last !== output) {
    // A network that gives back what it was given.
    const shape = freeShape(one.shape, other.shape, "Identity");
    const { dtype } = one;
    add({ op: "Identity", name: output, inputs: [last], shape, dtype });
  }
  return { inputs, constants, nodes, output };
}
