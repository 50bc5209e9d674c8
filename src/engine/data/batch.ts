import type { Field } from "../../flow/stage/input.ts";
import type { Batch, Tensor, Tensors } from "../../flow/stage/tensors.ts";
import type { Rows } from "./packed_items.ts";

/**
 * Rows as tensors, `[count, ...field shape]`; bytes become 0 to 1.
 * Runs inside a tidy, or the caller disposes.
 */
export function toBatch(
  tf: Tensors,
  fields: readonly Field[],
  rows: Rows,
  count: number,
): Batch {
  const batch: Record<string, Tensor> = {};
  fields.forEach(({ name, dtype, shape }, at) => {
    const values = rows[at] ?? new Float32Array();
    const full = [count, ...shape];
    batch[name] = dtype === "uint8"
      ? tf.tidy(() => tf.div(tf.tensor(Float32Array.from(values), full), 255))
      : tf.tensor(values, full, dtype);
  });
  return batch;
}
