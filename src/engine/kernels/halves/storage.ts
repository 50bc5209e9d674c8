/**
 * Tensors whose numbers lie on the device in 16 bits each. tfjs has no such
 * type: to tfjs, to gradients and to whoever asks for a shape they are floats.
 * Kernels of ours read and write them as they lie, and everybody else is given
 * a copy in 32 bits:
 *
 *     convolution ──▶ [halves] ──▶ batch norm ──▶ [halves] ──▶ …   ours
 *                         └─ widened ─▶ any kernel of tfjs ─▶ [floats]
 *
 * @module
 */
import type { DataId, TensorInfo } from "@tensorflow/tfjs-core";

const stored = new WeakSet<DataId>();

// There is one WebGPU device a process, and what runs on it runs at once.
let storing = false;

/** Notes that the numbers of a tensor are halves. */
export function markHalves(dataId: DataId): void {
  stored.add(dataId);
}

/** Whether the numbers of a tensor are halves. */
export function areHalves({ dataId }: Pick<TensorInfo, "dataId">): boolean {
  return stored.has(dataId);
}

/** Whether results that take room are stored in halves at present. */
export function storesHalves(): boolean {
  return storing;
}

function storingAs<Result>(halves: boolean, run: () => Result): Result {
  const before = storing;
  storing = halves;
  try {
    return run();
  } finally {
    storing = before;
  }
}

/** Stores in halves what takes room, while `run` is under way. */
export function inHalves<Result>(run: () => Result): Result {
  return storingAs(true, run);
}

/** Stores all in 32 bits, while `run` is under way. */
export function inFull<Result>(run: () => Result): Result {
  return storingAs(false, run);
}
