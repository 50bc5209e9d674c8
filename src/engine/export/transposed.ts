import type { Constant } from "./graph.ts";

/** A constant with its axes in another order. */
export function transposed(
  { shape, dtype, data }: Constant,
  order: readonly number[],
): Constant {
  const to = order.map((axis) => shape[axis] ?? 1);
  const strides = shape.map((_, axis) =>
    shape.slice(axis + 1).reduce((size, side) => size * side, 1)
  );
  const steps = order.map((axis) => strides[axis] ?? 1);
  const moved = data.slice();
  const place = to.map(() => 0);
  let from = 0;
  for (let at = 0; at < data.length; at++) {
    moved[at] = data[from] ?? 0;
    // One further along the last axis, and over to the one before at its end.
    for (let axis = to.length - 1; axis >= 0; axis--) {
      const [step = 0, side = 1] = [steps[axis], to[axis]];
      place[axis]! += 1;
      from += step;
      if ((place[axis] ?? 0) < side) break;
      from -= step * side;
      place[axis] = 0;
    }
  }
  return { shape: to, dtype, data: moved };
}
