/**
 * Shaders that will be wanted soon are compiled beside what runs. A driver
 * compiles for one device after the other, and keeps on disk what it compiled:
 * what a second device ran is there when the first one asks for it.
 *
 * @module
 */
import type { Backend } from "./program.ts";
import { type EachShader, runEach } from "./run_each.ts";

/** A device beside the one that computes. */
export interface Compiler {
  readonly backend: Backend;
  /** Gives what was asked of the backend to its device. */
  submit(): void;
}

// There is one WebGPU device a process, and at most one beside it.
let compiler: Compiler | undefined;
const asked = new Set<string>();

/** Where shaders are compiled ahead from now on; nowhere if there is no place. */
export function compileAheadOn(given: Compiler | undefined): void {
  compiler = given;
  asked.clear();
}

/** Compiles a shader, if it was not asked for before. */
export function compileAhead(shader: EachShader): void {
  if (compiler === undefined || asked.has(shader.key)) return;
  asked.add(shader.key);
  const { backend } = compiler;
  const nothing = backend.makeTensorInfo(
    [4],
    "float32",
    new Float32Array(4),
  );
  // Sizes of zero: it is compiled, and reads and writes nothing.
  const result = runEach(backend, shader, {
    inputs: shader.inputs.map(() => nothing),
    shape: [4],
    uniforms: shader.uniforms.map(() => 0),
    invocations: 1,
  });
  compiler.submit();
  for (const { dataId } of [nothing, result]) backend.disposeData(dataId);
}
