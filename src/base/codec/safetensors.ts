import { readTensor, type StoredTensor } from "./_safetensors_data.ts";
import { LENGTH_BYTES, readHeader } from "./_safetensors_header.ts";
import { canonical } from "./canonical.ts";

export type { StoredTensor, StoredValues } from "./_safetensors_data.ts";

const ALIGNMENT = 8;
const WIDTHS = { F32: 4, I32: 4, U8: 1 } as const;

/** What a safetensors file holds. */
export interface StoredTensors {
  /** By name, in the order of the file. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Tensors as the bytes of a safetensors file.
 *
 *     | length: uint64 | header: JSON, padded with spaces | tensor | tensor ..
 *                       `- to a multiple of 8 -----------'
 *
 * The tensors, a map or pairs, keep their order; the same tensors and metadata give
 * the same bytes. They are written as the machine holds them: little-endian on
 * every machine that Deno runs on, as the format wants.
 *
 * Source: https://github.com/huggingface/safetensors (the section "Format").
 *
 * @throws {RangeError} If a shape does not fit the data, if two tensors
 * share a name, or one is named `__metadata__`.
 *
 * @example There and back
 * ```ts
 * import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
 * import assert from "node:assert/strict";
 *
 * const bias = { dtype: "F32", shape: [2], data: new Float32Array([1, 2]) } as const;
 * const bytes = encodeSafetensors([["bias", bias]], { epoch: "3" });
 * const { tensors, metadata } = decodeSafetensors(bytes);
 * assert.deepEqual(tensors.get("bias"), bias);
 * assert.equal(metadata.epoch, "3");
 * ```
 */
export function encodeSafetensors(
  tensors: Iterable<readonly [name: string, tensor: StoredTensor]>,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  // Written by hand: an object would move names that look like integers.
  const members = metadata ? [`"__metadata__":${canonical(metadata)}`] : [];
  const named = new Map<string, StoredTensor>();
  let dataBytes = 0;
  for (const [name, tensor] of tensors) {
    checkTensor(name, tensor, named);
    named.set(name, tensor);
    const { dtype, shape, data } = tensor;
    const offsets = [dataBytes, dataBytes + data.byteLength];
    const entry = JSON.stringify({ dtype, shape, data_offsets: offsets });
    members.push(`${JSON.stringify(name)}:${entry}`);
    dataBytes += data.byteLength;
  }
  const header = new TextEncoder().encode(`{${members.join(",")}}`);
  const padded = Math.ceil(header.length / ALIGNMENT) * ALIGNMENT;
  let at = LENGTH_BYTES + padded;
  const bytes = new Uint8Array(at + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.fill(0x20, LENGTH_BYTES, at);
  bytes.set(header, LENGTH_BYTES);
  for (const { data } of named.values()) {
    const view = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    bytes.set(view, at);
    at += data.byteLength;
  }
  return bytes;
}

/**
 * The tensors in the bytes of a safetensors file.
 *
 * F32, I32 and U8 are given as they are. F16 and BF16 become F32 without loss.
 * F64 is rounded to the nearest F32, and I64 becomes I32; a value out of range
 * is an error, and so is any other type. The data are copies.
 *
 * @param name What messages call the file.
 * @throws {PipelineError} If the bytes are not a safetensors file whose tensors
 * cover its data exactly, or hold a type or value that is not read.
 */
export function decodeSafetensors(
  bytes: Uint8Array,
  name = "safetensors",
): StoredTensors {
  const { entries, metadata, dataStart } = readHeader(bytes, name);
  const data = bytes.subarray(dataStart);
  const tensors = new Map(entries.map((entry) => {
    const part = data.subarray(entry.begin, entry.end);
    return [entry.name, readTensor(part, entry, name)];
  }));
  return { tensors, metadata };
}

/**
 * Checks that bytes are a safetensors file, by its header alone.
 *
 * @param name What messages call the file.
 * @throws {PipelineError} If they are not.
 */
export function requireSafetensors(bytes: Uint8Array, name: string): void {
  readHeader(bytes, name);
}

function checkTensor(
  name: string,
  tensor: StoredTensor,
  earlier: ReadonlyMap<string, StoredTensor>,
): void {
  if (earlier.has(name)) {
    throw new RangeError(
      `Cannot write tensor "${name}": the name stands twice`,
    );
  }
  if (name === "__metadata__") {
    throw new RangeError(
      `Cannot write tensor "${name}": the format keeps this name for itself`,
    );
  }
  const { shape, data, dtype } = tensor;
  const valid = shape.every((side) => Number.isSafeInteger(side) && side >= 0);
  const count = shape.reduce((a, b) => a * b, 1);
  if (!valid || count * WIDTHS[dtype] !== data.byteLength) {
    throw new RangeError(
      `Cannot write tensor "${name}": shape [${shape}] of ${dtype} does not fit ${data.byteLength} bytes`,
    );
  }
}
