/**
 * The kernels that are ours, by what they compute: under tfjs' names where it
 * has such kernels. Loads no tfjs: what reports them starts without it.
 *
 * @module
 */

/** What a gradient that ours stands before is called. */
export function gradientOf(kernel: string): string {
  return `gradient of ${kernel}`;
}

const FAMILIES = {
  convolutions: [
    "Conv2D",
    "Conv2DBackpropInput",
    "Conv2DBackpropFilter",
    "FusedConv2D",
  ],
  "depthwise convolutions": [
    "DepthwiseConv2dNative",
    "DepthwiseConv2dNativeBackpropInput",
    "DepthwiseConv2dNativeBackpropFilter",
  ],
  "matrix products": ["BatchMatMul"],
  "batch norms": [
    "FusedBatchNorm",
    gradientOf("FusedBatchNorm"),
    "LeatBatchMoments",
  ],
  pools: ["MaxPool", "MaxPoolGrad"],
  reductions: ["Sum", "Mean", "Max", gradientOf("Mean")],
  "elementwise operations": [
    "Add",
    "ClipByValue",
    "Maximum",
    "Minimum",
    "Multiply",
    "RealDiv",
    "Relu",
    "SquaredDifference",
    "Sub",
    gradientOf("ClipByValue"),
    gradientOf("Relu"),
  ],
  embeddings: [gradientOf("GatherV2")],
  "dropout masks": ["DropoutMask"],
  losses: ["SoftmaxCrossEntropy", "SoftmaxCrossEntropyGradient"],
  "loss scaling": [
    "LossScaleOverflow",
    "LossScaleNext",
    "LossScaled",
    "LossScaleSettings",
  ],
  "optimizer steps": ["Adam", "WeightedSum"],
  "image transforms": ["EraseImages", "LightImages", "SampleImages"],
} as const;

/** What a family is that has no name here. */
export const OTHERS = "others";

const familyByKernel: ReadonlyMap<string, string> = new Map(
  Object.entries(FAMILIES).flatMap(([family, kernels]) =>
    kernels.map((kernel) => [kernel, family] as const)
  ),
);

/** What a kernel computes, in the plural: `convolutions`. */
export function familyOf(kernel: string): string {
  return familyByKernel.get(kernel) ?? OTHERS;
}

/** Kernels by their families, in the order above. */
export function byFamily(
  kernels: Iterable<string>,
): ReadonlyMap<string, readonly string[]> {
  const found = Map.groupBy(kernels, familyOf);
  return new Map(
    [...Object.keys(FAMILIES), OTHERS].flatMap((family) => {
      const each = found.get(family);
      return each === undefined ? [] : [[family, each] as const];
    }),
  );
}
