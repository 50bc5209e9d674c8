import { operationBeyond } from "../../base/errors/export.ts";
import type { Dtype, Operation } from "./graph.ts";

/** What a tensor is made of. */
type Origin =
  /** A step, for so many items as the network was run with. */
  | { readonly operation: Operation; readonly inputs: readonly Traced[] }
  /** What a client gives. */
  | { readonly input: string }
  /** Numbers that are the same for every item. */
  | { readonly values: ArrayLike<number> };

/** A tensor that was not computed, and what it would have been made of. */
export type Traced = Origin & {
  readonly shape: readonly number[];
  readonly dtype: Dtype;
};

/** Notes an operation of tfjs as steps of a graph. */
export type TracedKernel = (
  inputs: Readonly<Record<string, Traced>>,
  settings: Readonly<Record<string, unknown>>,
) => Traced | readonly Traced[];

/** One more step. */
export function step(
  operation: Operation,
  inputs: readonly Traced[],
  shape: readonly number[],
  dtype: Dtype = "float32",
): Traced {
  return { operation, inputs, shape: [...shape], dtype };
}

/** Numbers that are the same for every item. */
export function constant(
  values: ArrayLike<number>,
  shape: readonly number[],
  dtype: Dtype = "float32",
): Traced {
  return { values, shape: [...shape], dtype };
}

/** An input of an operation, which tfjs always gives. */
export function given(
  inputs: Readonly<Record<string, Traced>>,
  name: string,
): Traced {
  const found = inputs[name];
  if (found === undefined) throw operationBeyond(name, "is not there");
  return found;
}

/** The one input of an operation; what tfjs calls it differs. */
export function only(inputs: Readonly<Record<string, Traced>>): Traced {
  const [name = ""] = Object.keys(inputs);
  return given(inputs, name);
}

function isAlike(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((side, at) => side === b[at]);
}

/** A tensor in another shape, or in the one that it had before. */
export function reshaped(tensor: Traced, shape: readonly number[]): Traced {
  const [before] = "operation" in tensor && tensor.operation.op === "Reshape"
    ? tensor.inputs
    : [];
  const from = before ?? tensor;
  if (isAlike(from.shape, shape)) return from;
  return step({ op: "Reshape", shape }, [from], shape, from.dtype);
}
