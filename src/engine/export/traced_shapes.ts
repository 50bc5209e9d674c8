/**
 * How operations of tfjs that only move numbers are noted.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { operationBeyond } from "../../base/errors/export.ts";
import {
  given,
  only,
  reshaped,
  step,
  type Traced,
  type TracedKernel,
} from "./traced.ts";

function numbers(value: unknown): number[] {
  return [value as number | number[]].flat();
}

const slice: TracedKernel = (inputs, settings) => {
  const x = given(inputs, "x");
  const begin = numbers(settings["begin"]);
  const asked = numbers(settings["size"]);
  const size = x.shape.map((side, axis) => {
    const many = asked[axis] ?? -1;
    return many === -1 ? side - (begin[axis] ?? 0) : many;
  });
  return sliced(x, x.shape.map((_, axis) => begin[axis] ?? 0), size);
};

function sliced(
  x: Traced,
  begin: readonly number[],
  size: readonly number[],
): Traced {
  return step({ op: "Slice", begin, size }, [x], size, x.dtype);
}

const unpack: TracedKernel = (inputs, settings) => {
  const x = given(inputs, "value");
  const axis = Number(settings["axis"]);
  const left = x.shape.filter((_, at) => at !== axis);
  return Array.from({ length: x.shape[axis] ?? 0 }, (_, at) => {
    const begin = x.shape.map((_, each) => each === axis ? at : 0);
    const size = x.shape.map((side, each) => each === axis ? 1 : side);
    return reshaped(sliced(x, begin, size), left);
  });
};

/** Parts along an axis, as long as they are told to be. */
const split: TracedKernel = (inputs, settings) => {
  const x = only(inputs);
  const [axis = 0] = tf.util.parseAxisParam(
    settings["axis"] as number,
    [...x.shape],
  );
  const sizes = tf.backend_util.prepareSplitSize(
    { shape: [...x.shape] } as tf.Tensor,
    settings["numOrSizeSplits"] as number | number[],
    axis,
  );
  let from = 0;
  return sizes.map((long) => {
    const begin = x.shape.map((_, each) => each === axis ? from : 0);
    const size = x.shape.map((side, each) => each === axis ? long : side);
    from += long;
    return sliced(x, begin, size);
  });
};

const gather: TracedKernel = (inputs, settings) => {
  const [x, indices] = [given(inputs, "x"), given(inputs, "indices")];
  const axis = Number(settings["axis"] ?? 0);
  if (settings["batchDims"]) throw operationBeyond("gather", "takes batches");
  const shape = [
    ...x.shape.slice(0, axis),
    ...indices.shape,
    ...x.shape.slice(axis + 1),
  ];
  return step({ op: "Gather", axis }, [x, indices], shape, x.dtype);
};

const pack: TracedKernel = (inputs, settings) => {
  const parts = Object.values(inputs);
  const axes = (parts[0]?.shape.length ?? 0) + 1;
  const axis = (Number(settings["axis"] ?? 0) + axes) % axes;
  const long = parts.map((each) => {
    const shape = [...each.shape];
    shape.splice(axis, 0, 1);
    return reshaped(each, shape);
  });
  return concat(Object.fromEntries(long.entries()), { axis });
};

const concat: TracedKernel = (inputs, settings) => {
  const parts = Object.values(inputs);
  const [first] = parts;
  if (first === undefined) throw operationBeyond("concat", "has no input");
  if (parts.length === 1) return first;
  const [axis = 0] = tf.util.parseAxisParam(
    settings["axis"] as number,
    [...first.shape],
  );
  const long = parts.reduce((sum, { shape }) => sum + (shape[axis] ?? 0), 0);
  const shape = first.shape.map((side, at) => at === axis ? long : side);
  return step({ op: "Concat", axis }, parts, shape, first.dtype);
};

const pad: TracedKernel = (inputs, settings) => {
  const x = given(inputs, "x");
  const paddings = settings["paddings"] as readonly [number, number][];
  const value = Number(settings["constantValue"] ?? 0);
  if (paddings.every(([a, b]) => a === 0 && b === 0)) return x;
  const [before, after] = [0, 1].map((end) =>
    paddings.map((each) => each[end] ?? 0)
  );
  const shape = x.shape.map((side, axis) =>
    side + (before?.[axis] ?? 0) + (after?.[axis] ?? 0)
  );
  const ends = { before: before ?? [], after: after ?? [] };
  return step({ op: "Pad", ...ends, value }, [x], shape, x.dtype);
};

/** By tfjs' names. */
export const shapeKernels: Readonly<Record<string, TracedKernel>> = {
  Identity: only,
  Cast: (inputs, { dtype }) => {
    const x = only(inputs);
    if (x.dtype === dtype) return x;
    if (dtype !== "float32" && dtype !== "int32") {
      throw operationBeyond("cast", `makes numbers of the type "${dtype}"`);
    }
    return step({ op: "Cast", to: dtype }, [x], x.shape, dtype);
  },
  Reshape: (inputs, { shape }) => {
    const x = only(inputs);
    const size = tf.util.sizeFromShape([...x.shape]);
    return reshaped(
      x,
      tf.util.inferFromImplicitShape(numbers(shape), size),
    );
  },
  ExpandDims: (inputs, { dim }) => {
    const x = only(inputs);
    const at = Number(dim);
    const shape = [...x.shape];
    shape.splice(at < 0 ? shape.length + at + 1 : at, 0, 1);
    return reshaped(x, shape);
  },
  Transpose: (inputs, { perm }) => {
    const x = only(inputs);
    const order = numbers(perm);
    const shape = order.map((axis) => x.shape[axis] ?? 0);
    return step({ op: "Transpose", order }, [x], shape, x.dtype);
  },
  Slice: slice,
  SplitV: split,
  Unpack: unpack,
  GatherV2: gather,
  Concat: concat,
  Pack: pack,
  PadV2: pad,
};
