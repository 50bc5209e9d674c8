/**
 * Between torch's layout of a variable, which files hold, and tfjs'.
 *
 * @module
 */
import type { VariableSpec } from "./architecture.ts";

type Laid = Pick<VariableSpec, "shape" | "layout">;

/** The axes of tfjs' layout, in torch's order. */
function torchAxes({ layout, shape }: Laid): readonly number[] {
  if (layout === "convolution") return [3, 2, 0, 1];
  if (layout === "linear") return [1, 0];
  return shape.map((_, axis) => axis);
}

/** The shape of a variable in torch's layout. */
export function torchShape(spec: Laid): readonly number[] {
  return torchAxes(spec).map((axis) => spec.shape[axis] ?? 1);
}

/** For each place in torch's order, the place in tfjs' order. */
function* places(spec: Laid): Generator<number> {
  const strides = spec.shape.map((_, axis) =>
    spec.shape.slice(axis + 1).reduce((size, side) => size * side, 1)
  );
  const axes = torchAxes(spec);
  const shape = torchShape(spec);
  const steps = axes.map((axis) => strides[axis] ?? 1);
  const index = shape.map(() => 0);
  const size = shape.reduce((count, side) => count * side, 1);
  let place = 0;
  for (let count = 0; count < size; count++) {
    yield place;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const step = steps[axis] ?? 1;
      const at = (index[axis] ?? 0) + 1;
      if (at < (shape[axis] ?? 1)) {
        index[axis] = at;
        place += step;
        break;
      }
      place -= (at - 1) * step;
      index[axis] = 0;
    }
  }
}

/** Values in torch's order, put into tfjs' order. */
export function fromTorch(spec: Laid, values: Float32Array): Float32Array {
  if (spec.layout === undefined) return values;
  const result = new Float32Array(values.length);
  let at = 0;
  for (const place of places(spec)) result[place] = values[at++] ?? 0;
  return result;
}

/** Values in tfjs' order, put into torch's order. */
export function toTorch(spec: Laid, values: Float32Array): Float32Array {
  if (spec.layout === undefined) return values;
  const result = new Float32Array(values.length);
  let at = 0;
  for (const place of places(spec)) result[at++] = values[place] ?? 0;
  return result;
}
