/**
 * Follows the pixels of an image through whatever a network does to them, so
 * that one knows of each value what it was made of.
 *
 * @module
 */
import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { Tensor, Tensors } from "../../flow/stage/tensors.ts";
import { PIXEL, type Reach, slide, together, WHOLE } from "./reach.ts";
import { type KernelRun, watchKernels } from "./watch_kernels.ts";

type Shape4 = [number, number, number, number];
type Pair = [number, number];

/** Settings of a kernel, as tfjs hands them on. */
interface Geometry {
  readonly strides?: number | Pair;
  readonly pad?: "same" | "valid" | number;
  /** `null` where a layer of tfjs-layers has none. */
  readonly dilations?: number | Pair | null;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
  readonly filterSize?: number | Pair;
  readonly paddings?: readonly (readonly [before: number, after: number])[];
}

/** What tfjs computes of a convolution and of a pooling alike. */
interface Computed {
  readonly padInfo: { readonly top: number; readonly left: number };
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly effectiveFilterHeight: number;
  readonly effectiveFilterWidth: number;
}

function slid([rows, columns]: Reach, info: Computed): Reach {
  return [
    slide(rows, {
      size: info.effectiveFilterHeight,
      stride: info.strideHeight,
      padding: info.padInfo.top,
    }),
    slide(columns, {
      size: info.effectiveFilterWidth,
      stride: info.strideWidth,
      padding: info.padInfo.left,
    }),
  ];
}

/** What a kernel makes of an image whose pixels are known. */
type Rule = (tf: Tensors, told: KernelRun, reach: Reach) => Reach;

function convolved(depthwise: boolean): Rule {
  return (tf, { inputs, attributes }, reach) => {
    const { strides = 1, pad = 0, dilations, dimRoundingMode } =
      attributes as Geometry;
    const info = tf.backend_util.computeConv2DInfo(
      inputs["x"]?.shape as Shape4,
      inputs["filter"]?.shape as Shape4,
      strides,
      dilations ?? 1,
      pad,
      dimRoundingMode,
      depthwise,
    );
    return slid(reach, info);
  };
}

const pooled: Rule = (tf, { inputs, attributes }, reach) => {
  const { strides = 1, pad = 0, dimRoundingMode, filterSize = 1 } =
    attributes as Geometry;
  const info = tf.backend_util.computePool2DInfo(
    inputs["x"]?.shape as Shape4,
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  return slid(reach, info);
};

const padded: Rule = (_tf, { attributes }, [rows, columns]) => {
  const { paddings = [] } = attributes as Geometry;
  const moved = (axis: number) => ({
    size: 1,
    stride: 1,
    padding: paddings[axis]?.[0] ?? 0,
  });
  return [slide(rows, moved(1)), slide(columns, moved(2))];
};

/** Kernels of which values are made of others than those at their place. */
const RULES: Readonly<Record<string, Rule>> = {
  Conv2D: convolved(false),
  FusedConv2D: convolved(false),
  DepthwiseConv2dNative: convolved(true),
  FusedDepthwiseConv2D: convolved(true),
  MaxPool: pooled,
  AvgPool: pooled,
  PadV2: padded,
};

/** Kernels that look the same by their shapes, and move values elsewhere. */
const MOVING = new Set([
  "Transpose",
  "Reverse",
  "MirrorPad",
  "RotateWithOffset",
]);

function sameSides(a: TensorInfo, b: TensorInfo): boolean {
  return a.shape.length === 4 && b.shape.length === 4 &&
    a.shape[1] === b.shape[1] && a.shape[2] === b.shape[2];
}

/**
 * Runs what computes with an image, and tells of each tensor that is made on
 * the way what its values are made of. What nothing is known of counts as made
 * of the whole image.
 *
 * @param image `[batch, height, width, channels]`
 */
export function followReach<Result>(
  tf: Tensors,
  image: Tensor,
  run: (reachOf: (tensor: TensorInfo) => Reach) => Result,
): Result {
  const known = new WeakMap<object, Reach>([[image.dataId, PIXEL]]);
  return watchKernels(
    tf,
    () => run(({ dataId }) => known.get(dataId) ?? WHOLE),
    (told) => {
      const given = Object.values(told.inputs)
        .flatMap((each): TensorInfo[] => each ? [each].flat() : [])
        .flatMap((tensor) => {
          const reach = known.get(tensor.dataId);
          return reach ? [{ tensor, reach }] : [];
        });
      const [first] = given;
      if (first === undefined) return;
      for (const made of told.made) {
        // The same values in another shape.
        if (known.has(made.dataId)) continue;
        const rule = RULES[told.kernel];
        if (rule && made.shape.length === 4) {
          known.set(made.dataId, rule(tf, told, first.reach));
          continue;
        }
        const inPlace = !MOVING.has(told.kernel) &&
          given.every(({ tensor }) => sameSides(tensor, made));
        const reaches = given.map(({ reach }) => reach);
        known.set(made.dataId, inPlace ? together(reaches) : WHOLE);
      }
    },
  );
}
