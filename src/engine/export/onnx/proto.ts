/**
 * The messages of an ONNX file. Numbers of fields and types are those of
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 *
 * @module
 */
import { PbfWriter } from "pbf";
import type { Dimension } from "../graph.ts";

/** What the numbers of a tensor are. */
export const DATA_TYPES = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  bool: 9,
} as const;

/** See {@linkcode DATA_TYPES}. */
export type DataType = keyof typeof DATA_TYPES;

/** What an operator is told: whole numbers, or a float in its own class. */
export type Attribute =
  | number
  | string
  | readonly number[]
  | { readonly float: number };

/** One operator. */
export interface OnnxNode {
  readonly name: string;
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** Numbers that are kept in the file. */
export interface OnnxTensor {
  readonly name: string;
  readonly type: DataType;
  readonly shape: readonly number[];
  /** Little-endian. */
  readonly bytes: Uint8Array;
}

/** What goes in or comes out. */
export interface OnnxValue {
  readonly name: string;
  readonly type: DataType;
  /** Null is any number of items. */
  readonly shape: readonly Dimension[];
}

/** An ONNX file. */
export interface OnnxModel {
  readonly operators: number;
  readonly producer: string;
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** The version of the file format, of the same time as the operators. */
const IR_VERSION = 8;

/** What the number of items is called. */
const BATCH = "batch";

const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, ints: 7 } as const;

type Write<Message> = (message: Message, pbf: PbfWriter) => void;

function each<Message>(
  pbf: PbfWriter,
  field: number,
  messages: readonly Message[],
  write: Write<Message>,
): void {
  for (const message of messages) pbf.writeMessage(field, write, message);
}

const writeAttribute: Write<readonly [string, Attribute]> = (
  [name, value],
  pbf,
) => {
  pbf.writeStringField(1, name);
  const type = (is: keyof typeof ATTRIBUTE_TYPES) =>
    pbf.writeVarintField(20, ATTRIBUTE_TYPES[is]);
  if (typeof value === "number") {
    pbf.writeVarintField(3, value);
    type("int");
  } else if (typeof value === "string") {
    pbf.writeStringField(4, value);
    type("string");
  } else if ("float" in value) {
    pbf.writeFloatField(2, value.float);
    type("float");
  } else {
    for (const number of value) pbf.writeVarintField(8, number);
    type("ints");
  }
};

const writeNode: Write<OnnxNode> = (node, pbf) => {
  for (const name of node.inputs) pbf.writeStringField(1, name);
  for (const name of node.outputs) pbf.writeStringField(2, name);
  pbf.writeStringField(3, node.name);
  pbf.writeStringField(4, node.type);
  each(pbf, 5, Object.entries(node.attributes), writeAttribute);
};

const writeTensor: Write<OnnxTensor> = ({ shape, type, name, bytes }, pbf) => {
  for (const side of shape) pbf.writeVarintField(1, side);
  pbf.writeVarintField(2, DATA_TYPES[type]);
  pbf.writeStringField(8, name);
  pbf.writeBytesField(9, bytes);
};

const writeDimension: Write<Dimension> = (side, pbf) => {
  if (side === null) pbf.writeStringField(2, BATCH);
  else pbf.writeVarintField(1, side);
};

const writeShape: Write<readonly Dimension[]> = (shape, pbf) =>
  each(pbf, 1, shape, writeDimension);

const writeTensorType: Write<OnnxValue> = ({ type, shape }, pbf) => {
  pbf.writeVarintField(1, DATA_TYPES[type]);
  pbf.writeMessage(2, writeShape, shape);
};

const writeType: Write<OnnxValue> = (value, pbf) =>
  pbf.writeMessage(1, writeTensorType, value);

const writeValue: Write<OnnxValue> = (value, pbf) => {
  pbf.writeStringField(1, value.name);
  pbf.writeMessage(2, writeType, value);
};

const writeGraph: Write<OnnxModel> = (model, pbf) => {
  each(pbf, 1, model.nodes, writeNode);
  pbf.writeStringField(2, model.name);
  each(pbf, 5, model.tensors, writeTensor);
  each(pbf, 11, model.inputs, writeValue);
  each(pbf, 12, model.outputs, writeValue);
};

const writeOperators: Write<number> = (version, pbf) => {
  pbf.writeStringField(1, "");
  pbf.writeVarintField(2, version);
};

const writeEntry: Write<readonly [string, string]> = ([key, value], pbf) => {
  pbf.writeStringField(1, key);
  pbf.writeStringField(2, value);
};

/** The bytes of an ONNX file. */
export function encodeOnnx(model: OnnxModel): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, IR_VERSION);
  pbf.writeStringField(2, model.producer);
  pbf.writeMessage(7, writeGraph, model);
  pbf.writeMessage(8, writeOperators, model.operators);
  each(pbf, 14, Object.entries(model.metadata), writeEntry);
  return pbf.finish();
}
