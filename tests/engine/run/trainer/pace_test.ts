import assert from "node:assert/strict";
import { Paces } from "../../../../src/engine/run/trainer/pace.ts";
import type { EpochProgram } from "../../../../src/flow/graph/program.ts";

const STEPS = 4;

const programs = [1, 2, 3].map((epoch): EpochProgram => ({
  phase: "full",
  epoch,
  epochs: 3,
  firstTrainable: 0,
  reset: epoch === 1,
  epochsBefore: 0,
  settings: Array.from(
    { length: STEPS },
    () => ({ rates: [0.1], momentum: 0.9 }),
  ),
}));

/** Trains epochs by a clock: each step takes 100 ms, but for some. */
function trained(
  epochs: readonly number[],
  { firstStep, pause }: { readonly firstStep: number; readonly pause: number },
) {
  let now = 0;
  const paces = new Paces(() => now);
  return epochs.map((at) => {
    const program = programs[at - 1]!;
    const pace = paces.of({ program, programs, batch: 8, from: 0 });
    const told = Array.from({ length: STEPS }, (_, step) => {
      now += step === 0 ? firstStep : 100;
      return pace(step + 1);
    });
    now += pause;
    return told;
  });
}

Deno.test("the pace of training leaves out the first step of an epoch", () => {
  const [first] = trained([1], { firstStep: 5000, pause: 0 });
  const [, , third] = first ?? [];
  assert.ok(Math.abs((third?.items_per_second ?? 0) - 80) < 1e-9);
  assert.ok(Math.abs((third?.seconds_left ?? 0) - 0.9) < 1e-9);
});

Deno.test("the time that is left has room for what goes by between epochs, once that is known", () => {
  const [first, second, third] = trained([1, 2, 3], {
    firstStep: 100,
    pause: 1000,
  });
  const left = (told: typeof first) => told?.map((each) => each.seconds_left);
  const near = (told: typeof first, wanted: readonly number[]) =>
    left(told)?.forEach((each, at) =>
      assert.ok(Math.abs(each - (wanted[at] ?? NaN)) < 1e-9, `${each}`)
    );
  near(first, [1.1, 1, 0.9, 0.8]);
  // Seven steps, and after each of two epochs a pause.
  near(second, [2.7, 2.6, 2.5, 2.4]);
  near(third, [1.3, 1.2, 1.1, 1]);
});
