import type { Row } from "../row.ts";
import { type Duration, takeTurns } from "../turns.ts";
import { assertAgree } from "./agree.ts";
import { sideOf, type StepSide } from "./side.ts";

/**
 * Measures who does a step faster, once all are seen to do the same step.
 *
 * @param sides the first is what the others are compared with
 */
export async function compareSteps(
  suite: string,
  what: string,
  sides: readonly StepSide[],
  duration: Duration,
  agree: (sides: readonly StepSide[]) => Promise<void> = assertAgree,
): Promise<readonly Row[]> {
  await agree(sides);
  for (const side of sides) await side.warm?.();
  const measured = await takeTurns(sides.map(sideOf), duration);
  const [base] = measured;
  return measured.map((each) => ({
    suite,
    what,
    side: each.name,
    unit: "ms",
    median: each.median,
    runs: each.runs,
    ...base === undefined || each === base
      ? {}
      : { ratio: { times: base.median / each.median, of: base.name } },
  }));
}
