/**
 * What of an answer is explained, and how a map of that is told. Pages that run
 * a model by themselves import this, too.
 *
 * @module
 */
import type { TargetKind } from "../../flow/kinds/targets.ts";

/**
 * The output that one asks about: the class that is said, the likeliest tag,
 * or the number. Outputs before the loss's activation are in the same order.
 */
export function explainedColumn(
  kind: TargetKind,
  outputs: ArrayLike<number>,
): number {
  if (kind === "quantity") return 0;
  let best = 0;
  for (let at = 1; at < outputs.length; at++) {
    if (outputs[at]! > outputs[best]!) best = at;
  }
  return best;
}

/**
 * A map with 1 where it is largest. One that is zero everywhere stays so:
 * nothing speaks for the output.
 */
export function scaled(map: Float32Array): Float32Array {
  const most = map.reduce((most, value) => Math.max(most, value), 0);
  return most > 0 ? map.map((value) => value / most) : map;
}

/** A map as it is told: scaled, as rows from above. */
export function mapRows(map: Float32Array, width: number): number[][] {
  const values = scaled(map);
  return Array.from(
    { length: values.length / width },
    (_, row) =>
      Array.from(
        values.subarray(row * width, (row + 1) * width),
        // More digits tell nothing, and a page has to read them.
        (value) => Math.round(value * 1000) / 1000,
      ),
  );
}
