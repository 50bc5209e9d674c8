/**
 * Shaders that will be wanted soon are compiled beside what runs. A driver
 * compiles for one device after the other, and keeps on disk what it compiled:
 * what a second device ran is there when the first one asks for it.
 *
 * @module
 */
import { narrowed } from "./halves/copies.ts";
import { storesHalves } from "./halves/storage.ts";
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
  if (compiler === undefined) return;
  const { backend } = compiler;
  const key = `${shader.key} ${storesHalves()}`;
  if (asked.has(key)) return;
  asked.add(key);
  const four = backend.makeTensorInfo([4], "float32", new Float32Array(4));
  // In halves where what it will read is.
  const nothing = narrowed(backend, four);
  // Sizes of zero: it is compiled, and reads and writes nothing.
  const result = runEach(backend, shader, {
    inputs: shader.inputs.map(() => nothing),
    shape: [4],
    uniforms: shader.uniforms.map(() => 0),
    invocations: 1,
  });
  compiler.submit();
  for (const { dataId } of new Set([four, nothing, result])) {
    backend.disposeData(dataId);
  }
}
