/**
 * The nodes of a TensorFlow graph, as a tfjs graph model has them in its JSON.
 *
 * @module
 */
import type { Dimension, Dtype } from "../graph.ts";

/** TensorFlow's names of what numbers are. */
export const TYPES = {
  float32: "DT_FLOAT",
  int32: "DT_INT32",
  bool: "DT_BOOL",
} as const satisfies Record<Dtype, string>;

/** What a node is told: see `tensorflow/core/framework/attr_value.proto`. */
export type Attribute = Readonly<Record<string, unknown>>;

/** One node. */
export interface NodeDef {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, Attribute>>;
}

/** A type of numbers. */
export function type(dtype: Dtype): Attribute {
  return { type: TYPES[dtype] };
}

/** A whole number. */
export function int(value: number): Attribute {
  return { i: String(value) };
}

/** Several whole numbers. */
export function ints(values: readonly number[]): Attribute {
  return { list: { i: values.map(String) } };
}

/** A word, which is bytes. */
export function word(text: string): Attribute {
  return { s: btoa(text) };
}

/** Yes or no. */
export function flag(value: boolean): Attribute {
  return { b: value };
}

/** A shape; -1 is any number. */
export function shape(sides: readonly Dimension[]): Attribute {
  const dim = sides.map((side) => ({ size: String(side ?? -1) }));
  return { shape: { dim } };
}

/** Numbers of that type and shape, which stand elsewhere under the same name. */
export function tensor(dtype: Dtype, sides: readonly number[]): Attribute {
  const tensorShape = { dim: sides.map((side) => ({ size: String(side) })) };
  return { tensor: { dtype: TYPES[dtype], tensorShape } };
}
