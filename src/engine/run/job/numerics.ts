/**
 * What decides the last bits of a result besides the pipeline: raise `kernels`
 * when a kernel of the engine changes its rounding.
 */
export const NUMERICS = {
  backend: "webgpu",
  tfjs: "4.22.0",
  kernels: 7,
} as const;
