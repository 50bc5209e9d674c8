const ASKED = Deno.env.get("LEAT_SHAPES");

/** How many random cases a property is tested with, and from which seed. */
export interface Shapes {
  readonly numRuns: number;
  readonly seed: number;
}

/**
 * The shapes that a kernel is tested with. `LEAT_SHAPES=5000` asks for that many
 * others, where there is the time.
 */
export function shapes(usual: number): Shapes {
  return ASKED === undefined
    ? { numRuns: usual, seed: 1 }
    : { numRuns: Number(ASKED), seed: 2 };
}
