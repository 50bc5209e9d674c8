import { brokenTensors, unreadableTensor } from "../errors/safetensors.ts";
import type { HeaderEntry } from "./_safetensors_header.ts";

/** Numbers of one of the types that Leat computes with. */
export type StoredValues =
  | { readonly dtype: "F32"; readonly data: Float32Array }
  | { readonly dtype: "I32"; readonly data: Int32Array }
  | { readonly dtype: "U8"; readonly data: Uint8Array };

/** A tensor at rest: its values in row-major order. `[]` is one number. */
export type StoredTensor = StoredValues & { readonly shape: readonly number[] };

interface Type {
  /** Bytes an element. */
  readonly width: number;
  /** @throws {RangeError} If a value does not fit. */
  readonly read: (buffer: ArrayBuffer) => StoredValues;
}

const TYPES: ReadonlyMap<string, Type> = new Map<string, Type>([
  ["F32", { width: 4, read: (buffer) => float32(new Float32Array(buffer)) }],
  ["F16", { width: 2, read: (buffer) => float32(new Float16Array(buffer)) }],
  ["BF16", { width: 2, read: readBfloat16 }],
  ["F64", { width: 8, read: readFloat64 }],
  ["I32", { width: 4, read: (buffer) => int32(new Int32Array(buffer)) }],
  ["I64", { width: 8, read: readInt64 }],
  ["U8", {
    width: 1,
    read: (buffer) => ({ dtype: "U8", data: new Uint8Array(buffer) }),
  }],
]);

/** The tensor of one header entry, in memory of its own. */
export function readTensor(
  bytes: Uint8Array,
  entry: HeaderEntry,
  file: string,
): StoredTensor {
  const { name, dtype, shape } = entry;
  const type = TYPES.get(dtype);
  if (type === undefined) {
    throw unreadableTensor(file, name, `its type is ${dtype}`);
  }
  const expected = shape.reduce((a, b) => a * b, type.width);
  if (expected !== bytes.length) {
    throw brokenTensors(
      file,
      `tensor "${name}" has ${bytes.length} bytes and needs ${expected} for ${dtype} [${shape}]`,
    );
  }
  try {
    // A copy, as the data need not lie at a multiple of their width; not by
    // slice(), which shares the memory of what node reads.
    return { ...type.read(new Uint8Array(bytes).buffer), shape };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw unreadableTensor(file, name, error.message);
  }
}

function float32(values: Float32Array | Float16Array): StoredValues {
  const data = values instanceof Float32Array
    ? values
    : Float32Array.from(values);
  return { dtype: "F32", data };
}

function int32(data: Int32Array): StoredValues {
  return { dtype: "I32", data };
}

/** A bfloat16 is the upper half of a float32. */
function readBfloat16(buffer: ArrayBuffer): StoredValues {
  const upper = Uint32Array.from(new Uint16Array(buffer), (half) => half << 16);
  return float32(new Float32Array(upper.buffer));
}

function readFloat64(buffer: ArrayBuffer): StoredValues {
  const values = new Float64Array(buffer);
  const data = Float32Array.from(values);
  const lost = data.findIndex((value, at) =>
    !Number.isFinite(value) && Number.isFinite(values[at])
  );
  if (lost >= 0) throw new RangeError(`${values[lost]} does not fit in F32`);
  return float32(data);
}

function readInt64(buffer: ArrayBuffer): StoredValues {
  const values = new BigInt64Array(buffer);
  const lost = values.find((value) => value !== BigInt.asIntN(32, value));
  if (lost !== undefined) throw new RangeError(`${lost} does not fit in I32`);
  return int32(Int32Array.from(values, Number));
}
