import type { StepSide } from "./side.ts";

/** The second loss is of weights that were stepped: gradients agree, too. */
const STEPS = 2;
const TOLERANCE = 1e-3;

/**
 * Has each side do the first steps, which also compiles what it needs.
 *
 * @throws {RangeError} where a loss is not that of the first side
 */
export async function assertAgree(sides: readonly StepSide[]): Promise<void> {
  let first: readonly number[] | undefined;
  for (const side of sides) {
    const losses = await side.steps(STEPS);
    first ??= losses;
    const { tolerance = TOLERANCE } = side;
    losses.forEach((loss, at) => {
      const expected = first?.[at] ?? NaN;
      if (Math.abs(loss - expected) <= tolerance * Math.abs(expected)) return;
      throw new RangeError(
        `Cannot compare "${side.name}" with "${
          sides[0]?.name
        }": the loss of step ${at + 1} is ${loss}, not ${expected}`,
      );
    });
  }
}
