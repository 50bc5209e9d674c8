import type { StepSide } from "../step/side.ts";

/**
 * Has both sides do their first steps. Their weights are drawn differently, and
 * so are their losses; what they train must be of one size.
 *
 * @throws {RangeError} where they train something else, or do not train
 */
export async function assertAlike(sides: readonly StepSide[]): Promise<void> {
  const [first] = sides;
  for (const { name, parameters, steps } of sides) {
    if (parameters !== first?.parameters) {
      throw new RangeError(
        `Cannot compare "${name}" with "${first?.name}": it trains ${parameters} numbers, not ${first?.parameters}`,
      );
    }
    const losses = await steps(2);
    if (losses.length === 2 && losses.every(Number.isFinite)) continue;
    throw new RangeError(
      `Cannot compare "${name}": its losses are ${losses.join(", ")}`,
    );
  }
}
