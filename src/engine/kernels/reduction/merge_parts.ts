import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { Backend, Run, Shader } from "../program.ts";
import { runEach } from "../run_each.ts";
import { runGroups } from "../run_groups.ts";

/** Invocations that share the parts of one sum, where they are many. */
const TOGETHER = 64;

/** Parts that one invocation adds up in the time that a group needs to begin. */
const MOST_ALONE = 128;

/** WGSL of how parts are gone through: by one invocation, or by a group. */
interface Walk {
  /** Does `body` for each `part` below `parts`. */
  readonly each: (body: string) => string;
  /** Makes of each of the variables the sum over those who share the parts. */
  readonly together: (...names: readonly string[]) => string;
}

const ALONE: Walk = {
  each: (body) => `for (var part = 0; part < parts; part++) { ${body} }`,
  together: () => "",
};

const IN_GROUPS: Walk = {
  each: (body) =>
    `for (var part = local; part < parts; part += ${TOGETHER}) { ${body} }`,
  together: (...names) =>
    names.map((name) => `
      sums[local] = ${name};
      workgroupBarrier();
      for (var half = ${TOGETHER / 2}; half > 0; half /= 2) {
        if (local < half) { sums[local] += sums[local + half]; }
        workgroupBarrier();
      }
      ${name} = sums[0];
      workgroupBarrier();`).join("\n"),
};

/** A shader that makes one of many parts; `parts` is one of its uniforms. */
export interface MergeShader extends Omit<Shader, "code" | "workgroup"> {
  /** WGSL of the functions that `main` calls. */
  readonly functions?: string;
  /** WGSL of what adds up the parts of number `index`. */
  readonly main: (walk: Walk) => string;
  /** WGSL that writes what was found. */
  readonly write: string;
}

/** One run of such a shader; the parts are as many as its uniform says. */
export interface MergeRun extends Run {
  readonly parts: number;
}

/**
 * Makes one of many parts, for each index below the number of invocations. A
 * GPU has many parts, as it has much to keep busy, and few numbers to make of
 * them: there each of these is made by a group.
 */
export function mergeParts(
  backend: Backend,
  { main, write, ...shader }: MergeShader,
  { parts, invocations, ...run }: MergeRun,
): TensorInfo {
  if (parts <= MOST_ALONE) {
    return runEach(backend, {
      ...shader,
      main: () => `${main(ALONE)} ${write}`,
    }, { ...run, invocations });
  }
  return runGroups(backend, {
    ...shader,
    key: `${shader.key} together`,
    workgroup: TOGETHER,
    memory: { sums: TOGETHER },
    main: () => `
      {
        let index = group;
        ${main(IN_GROUPS)}
        if (local == 0) { ${write} }
      }`,
  }, { ...run, groups: invocations });
}
