import assert from "node:assert/strict";
import {
  type RateStep,
  runRateTrial,
} from "../../../src/engine/rates/run_trial.ts";
import { rateAt, rateTrialOptions } from "../../../src/engine/rates/trial.ts";
import { close, RECORDED } from "./_curves.ts";

/** A trial of losses that are known before. */
async function trialOf(
  losses: readonly number[],
  options: Parameters<typeof rateTrialOptions>[0] = {},
) {
  const told: RateStep[] = [];
  const trial = await runRateTrial(
    rateTrialOptions(options),
    (step) => Promise.resolve(losses[step] ?? assert.fail("too many steps")),
    (step) => void told.push(step),
  );
  return { ...trial, told };
}

for (const { about, options, losses, rates, smoothed } of RECORDED) {
  Deno.test(`a trial goes as far as fastai's: ${about}`, async () => {
    const trial = await trialOf(losses, options);
    // Once a loss is no number, fastai goes on to the end without any.
    const broken = smoothed.findIndex(Number.isNaN);
    const count = broken < 0 ? smoothed.length : broken + 1;
    assert.equal(trial.losses.length, count);
    assert.equal(trial.ended === "not a number", broken >= 0);
    assert.equal(trial.told.length, broken < 0 ? count : broken);
    for (let at = 0; at < count; at++) {
      // 32-bit sums of up to 200 losses
      const loss = trial.losses[at] ?? assert.fail();
      assert.ok(close(loss, smoothed[at] ?? NaN, 3e-6), `${at}: ${loss}`);
      const rate = trial.rates[at] ?? assert.fail();
      assert.ok(close(rate, rates[at] ?? NaN, 1e-8), `${at}: ${rate}`);
    }
  });
}

Deno.test("rateTrialOptions() has the expected defaults, and 6 steps at least", () => {
  assert.deepEqual(rateTrialOptions({}), {
    start: 1e-7,
    end: 10,
    steps: 100,
    stop: true,
  });
  assert.equal(rateTrialOptions({ steps: 1 }).steps, 6);
  assert.equal(rateTrialOptions({ steps: 7 }).steps, 7);
});

Deno.test("rateTrialOptions() refuses rates that do not grow and no count", () => {
  const cases = [
    [{ start: 0 }, "from 0 to 10: they must be above zero and grow"],
    [{ start: 10 }, "from 10 to 10: "],
    [{ end: Infinity }, "from 1e-7 to Infinity: "],
    [{ start: NaN }, "from NaN to 10: "],
    [{ steps: 0 }, "Cannot try 0 learning rates: give a whole number"],
    [{ steps: 6.5 }, "Cannot try 6.5 learning rates"],
    [
      { steps: 1e9 },
      "Cannot try 1000000000 learning rates: 10000 are the most",
    ],
  ] as const;
  for (const [options, said] of cases) {
    assert.throws(() => rateTrialOptions(options), (error) => {
      assert.ok(error instanceof RangeError);
      assert.ok(error.message.includes(said), error.message);
      return true;
    });
  }
});

Deno.test("rateAt() steps equally on a logarithmic axis, short of the end", () => {
  const options = rateTrialOptions({ start: 1e-4, end: 1e4, steps: 8 });
  const rates = [0, 4, 7].map((step) => rateAt(options, step));
  assert.ok(close(rates[0] ?? NaN, 1e-4, 1e-12));
  assert.ok(close(rates[1] ?? NaN, 1, 1e-12));
  assert.ok(close(rates[2] ?? NaN, 1e3, 1e-12));
});

Deno.test("a trial stops when the smoothed loss is over 4 times the best", async () => {
  // Smoothed, 1 then 9 is (0.98 + 9) / 1.98, 5.04 times the best.
  const { losses, ended } = await trialOf([1, 9]);
  assert.equal(ended, "diverged");
  assert.equal(losses.length, 2);
  // 1 then 6 is 3.5 times, and then as many steps as were planned.
  const on = await trialOf([1, 6, 1, 1, 1, 1], { steps: 6 });
  assert.deepEqual([on.ended, on.losses.length], ["all steps done", 6]);
  const never = await trialOf([1, 99, 1, 1, 1, 1], { steps: 6, stop: false });
  assert.deepEqual([never.ended, never.losses.length], ["all steps done", 6]);
});
