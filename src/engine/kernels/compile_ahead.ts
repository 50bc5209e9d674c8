/**
 * Shaders that will be wanted soon are compiled beside what runs. A driver
 * compiles for one device after the other, and keeps on disk what it compiled:
 * what another device ran is there when the first one asks for it.
 *
 *     weights are drawn        a first step
 *     ─────────────────┐  ┌─── a b P e f ──┐     first device, from the start
 *          P  Q                            ├─ all are there
 *     another          └──── h g f Q ──────┘     the other, from its end
 *
 * @module
 */
import type { Backend } from "./program.ts";
import { type EachShader, runEach } from "./run_each.ts";

/** What compiles beside the device that computes. */
export interface Compiler {
  /** On a device of its own, for shaders before anything wants them. */
  readonly backend: Backend;
  /** Gives what was asked of the backend to its device. */
  submit(): void;
  /** Compiles whole shaders, in order, but for those that the backend had. */
  compile(codes: readonly string[]): void;
}

// There is one WebGPU device a process, and at most one compiler beside it.
let compiler: Compiler | undefined;

/** Where shaders are compiled ahead from now on; nowhere if there is no place. */
export function compileAheadOn(given: Compiler | undefined): void {
  compiler = given;
}

/** Runs something of which nothing is compiled ahead. */
export function compilingNowhere<Result>(run: () => Result): Result {
  const before = compiler;
  compiler = undefined;
  try {
    return run();
  } finally {
    compiler = before;
  }
}

/** Whether shaders are compiled beside what runs. */
export function compilesAhead(): boolean {
  return compiler !== undefined;
}

/** Compiles shaders of floats that will be wanted, though nothing asks for them yet. */
export function compileAhead(shaders: readonly EachShader[]): void {
  if (compiler === undefined) return;
  const { backend } = compiler;
  const nothing = backend.makeTensorInfo([4], "float32", new Float32Array(4));
  for (const shader of shaders) {
    // Sizes of zero: it is compiled, and reads and writes nothing.
    const { dataId } = runEach(backend, shader, {
      inputs: shader.inputs.map(() => nothing),
      shape: [4],
      uniforms: shader.uniforms.map(() => 0),
      invocations: 1,
    });
    backend.disposeData(dataId);
  }
  compiler.submit();
  backend.disposeData(nothing.dataId);
}

/**
 * Compiles what a step was just told to run, while it begins: from the last
 * shader to the first, for those that it comes to first it compiles itself.
 *
 * @param codes in the order in which the step runs them
 */
export function compileBeside(codes: readonly string[]): void {
  if (codes.length > 0) compiler?.compile(codes.toReversed());
}
