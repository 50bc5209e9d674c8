import type { TensorInfo } from "@tensorflow/tfjs-core";
import { type Backend, type Run, run, type Shader } from "./program.ts";

/** A shader whose invocations work in groups that share memory. */
export interface GroupShader extends Omit<Shader, "code"> {
  /** Invocations in a group. */
  readonly workgroup: number;
  /** Lengths of the arrays of `vec4<f32>` that a group shares, by their names. */
  readonly memory: Readonly<Record<string, number>>;
  /** WGSL of the functions that `main` calls. */
  readonly functions?: string;
  /**
   * WGSL of one invocation, number `local` of its group, which is number `group`.
   * All of a group must come to the same barriers, so that none may return.
   */
  readonly main: () => string;
}

/** One run of a shader, by how many groups. */
export interface GroupRun extends Omit<Run, "invocations"> {
  readonly groups: number;
}

/** Runs a shader for each group below the number of groups. */
export function runGroups(
  backend: Backend,
  { memory, functions = "", main, ...shader }: GroupShader,
  { groups, ...each }: GroupRun,
): TensorInfo {
  const { workgroup } = shader;
  const arrays = Object.entries(memory).map(([name, length]) =>
    `var<workgroup> ${name} : array<vec4<f32>, ${length}>;`
  );
  return run(backend, {
    ...shader,
    uniforms: [...shader.uniforms, "groups"],
    // Where groups are so many that tfjs lays them in a square, some are too
    // many. They may not return before a barrier: they do the last one's again.
    code: () =>
      `${arrays.join("\n")}
      ${functions}
      fn main(index : i32) {
        let group = min(index / ${workgroup}, uniforms.groups - 1);
        let local = i32(localIndex);
        ${main()}
      }`,
  }, {
    ...each,
    uniforms: [...each.uniforms, groups],
    invocations: groups * workgroup,
  });
}
