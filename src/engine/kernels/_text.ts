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
