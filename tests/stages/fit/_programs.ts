import assert from "node:assert/strict";
import type { ScheduleBehaviour } from "../../../src/flow/stage/schedule.ts";
import { refusing } from "../_refusals.ts";

/** The phases of a schedule over three parameter groups. */
export function phasesOf({ behaviour }: { behaviour: ScheduleBehaviour }) {
  return behaviour.phases({ groups: 3 });
}

/** Fails unless every number is within 1e-5 of the expected, relatively. */
export function assertClose(
  actual: readonly number[],
  expected: readonly number[],
): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, at) => {
    const wanted = expected[at]!;
    assert.ok(
      Math.abs(value - wanted) <= 1e-5 * Math.abs(wanted),
      `${value} is not ${wanted}, at ${at}`,
    );
  });
}

/** Fails unless the settings are refused with a message that matches. */
export const assertRefuses = refusing("fit");
