import type { TensorInfo } from "@tensorflow/tfjs-core";
import { type Backend, type Run, run, type Shader } from "./program.ts";

/** A shader that says what one invocation does, and leaves the rest to us. */
export interface EachShader extends Omit<Shader, "code"> {
  /** WGSL of the functions that `main` calls. */
  readonly functions?: string;
  /**
   * WGSL of one invocation, which writes `result`: its number is `index`, from 0
   * to below `uniforms.count`.
   */
  readonly main: () => string;
}

/** Runs a shader for each index below the number of invocations. */
export function runEach(
  backend: Backend,
  { functions = "", main, ...shader }: EachShader,
  each: Run,
): TensorInfo {
  return run(backend, {
    ...shader,
    uniforms: [...shader.uniforms, "count"],
    // Workgroups are full: the last one has invocations too many.
    code: () =>
      `${functions}
      fn main(index : i32) {
        if (index >= uniforms.count) { return; }
        ${main()}
      }`,
  }, { ...each, uniforms: [...each.uniforms, each.invocations] });
}
