/** `[0, 1, .. count - 1]`: what a generator unrolls over. */
export function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** One line of WGSL for each number below `count`. */
export function lines(count: number, line: (i: number) => string): string {
  return range(count).map(line).join("\n");
}

/** The names of the parts of a `vec4`. */
export const PARTS = ["x", "y", "z", "w"] as const;

/**
 * WGSL of variables that hold the uniforms of their names: drivers read a
 * uniform anew at each use, and once, before the loops, is enough.
 */
export function locals(...names: readonly string[]): string {
  return names.map((name) => `let ${name} = uniforms.${name};`).join("\n");
}
