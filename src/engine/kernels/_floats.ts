import type { TensorInfo } from "@tensorflow/tfjs-core";

/** Whether all tensors hold 32-bit floats, and at least one each. */
export function areFloats(...tensors: readonly TensorInfo[]): boolean {
  return tensors.every(({ dtype, shape }) =>
    dtype === "float32" && !shape.includes(0)
  );
}
