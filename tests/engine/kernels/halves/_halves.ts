import { inHalves } from "../../../../src/engine/kernels/halves/storage.ts";
import { assertLikeReference, type Compute } from "../_reference.ts";

/**
 * Of the largest number. A half has 11 bits, so that each rounding costs up to
 * 4.9e-4 of a number; two operands, a result and what reaches it are rounded.
 */
const TOLERANCE = 2e-3;

/** The same, stored in halves where it takes room. */
export function stored(compute: Compute): Compute {
  return (tf) => inHalves(() => compute(tf));
}

/** Fails unless halves make nearly what the reference makes of floats. */
export async function assertNearReference(compute: Compute): Promise<void> {
  const ours = stored(compute);
  await assertLikeReference(compute, { tolerance: TOLERANCE, ours });
}
