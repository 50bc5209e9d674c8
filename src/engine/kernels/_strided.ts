import { lines } from "./_text.ts";

/** Numbers, or fours of them, that one invocation does. */
const EACH = 4;

/** How many invocations do so many. */
export function invocationsFor(numbers: number): number {
  return Math.ceil(numbers / EACH);
}

/**
 * WGSL that does some of all `numbers`, which is a uniform, in each invocation:
 * what `once` reads is read once for them.
 *
 * @param each does the one that is at `at`
 */
export function eachOf(once: string, each: string): string {
  return `
    ${once}
    ${
    lines(EACH, (i) => `
    {
      let at = index + ${i} * uniforms.count;
      if (at < uniforms.numbers) {
        ${each}
      }
    }`)
  }`;
}
