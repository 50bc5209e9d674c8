import type { TracedKernel } from "./traced.ts";
import { arithmeticKernels } from "./traced_arithmetic.ts";
import { imageKernels } from "./traced_images.ts";
import { shapeKernels } from "./traced_shapes.ts";

/** How each operation of tfjs is noted that a graph has a counterpart of. */
export const tracedKernels: ReadonlyMap<string, TracedKernel> = new Map(
  Object.entries({ ...arithmeticKernels, ...imageKernels, ...shapeKernels }),
);
