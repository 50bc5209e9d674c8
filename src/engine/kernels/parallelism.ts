/**
 * How much work keeps the adapter busy: what is added up is cut into so many
 * parts as this asks for, and the sums differ in their last bits for it.
 *
 * @module
 */

/** Processors begin to wait for memory when they are given more. */
export const IN_SOFTWARE = 2_048;
/** A large GPU runs a few hundred thousand, each waiting for what it reads. */
export const ON_GPU = 65_536;

// There is one WebGPU device a process, and one set of kernels.
let wanted = IN_SOFTWARE;

/** Work is cut for so many invocations at a time from now on. */
export function cutFor(invocations: number): void {
  wanted = invocations;
}

/** How many invocations work is to be cut for, where it can be. */
export function wantedInvocations(): number {
  return wanted;
}
