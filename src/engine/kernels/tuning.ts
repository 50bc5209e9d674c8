/**
 * Which of two shaders does the convolutions of 3 x 3. Written out they are
 * faster in software, but some drivers take seconds to compile each of them,
 * and GPUs have no registers for them: that is measured, not known by name.
 *
 * @module
 */

/** What may be written out. "Whole" is of images that one tile covers. */
export const TUNED = [
  "convolution",
  "whole convolution",
  "filter gradient",
  "whole filter gradient",
] as const;

/** One of {@linkcode TUNED}. */
export type Tuned = typeof TUNED[number];

/** What is written out on an adapter. */
export type Tuning = readonly Tuned[];

/** Nothing is written out: right for every adapter. */
export const COMPACT: Tuning = [];
/** All is. */
export const UNROLLED: Tuning = TUNED;

// There is one WebGPU device a process, and one set of kernels.
let chosen: Tuning = COMPACT;

/** What is written out from now on. */
export function tuneKernels(tuning: Tuning): void {
  chosen = tuning;
}

/** Whether such a kernel is to be written out. */
export function isUnrolled(kernel: Tuned): boolean {
  return chosen.includes(kernel);
}
