import type { Tensor } from "@tensorflow/tfjs-core";
import type { Tensors } from "../../flow/stage/tensors.ts";
import { recordedBackend } from "../replay/recorded_backend.ts";

/** Bytes that are read at a time: each reading waits, and has a copy on the device. */
const AT_A_TIME = 16 * 2 ** 20;
const FLOAT_BYTES = 4;

/** So many tensors, one after the other, that one reading is worth it. */
function inGroups(tensors: readonly Tensor[]): readonly (readonly Tensor[])[] {
  const groups: Tensor[][] = [];
  let bytes = Infinity;
  for (const tensor of tensors) {
    const size = tensor.size * FLOAT_BYTES;
    if (bytes + size > AT_A_TIME) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)?.push(tensor);
    bytes += size;
  }
  return groups;
}

/** The most bytes that are copied on the device at a time to read these. */
export function mostAtATime(tensors: readonly Tensor[]): number {
  return inGroups(tensors).reduce(
    (most, group) =>
      Math.max(
        most,
        group.reduce((sum, { size }) => sum + size * FLOAT_BYTES, 0),
      ),
    0,
  );
}

/**
 * The numbers of a tensor, the caller's. tfjs would keep them beside those on the
 * device, until a kernel writes over these.
 */
async function readOne(tf: Tensors, tensor: Tensor): Promise<Float32Array> {
  const values = await tensor.data<"float32">();
  const known = recordedBackend(tf)?.tensorMap.get(tensor.dataId);
  if (!known?.resource || known.values !== values) return values.slice();
  known.values = null;
  return values;
}

/** The numbers of tensors, read from the device, in order. */
export async function readBack(
  tf: Tensors,
  tensors: readonly Tensor[],
): Promise<readonly Float32Array[]> {
  const all: Float32Array[] = [];
  for (const group of inGroups(tensors)) {
    all.push(...await Promise.all(group.map((each) => readOne(tf, each))));
  }
  return all;
}
