import assert from "node:assert/strict";
import { minimum } from "../../../src/engine/rates/minimum.ts";
import { runRateTrial } from "../../../src/engine/rates/run_trial.ts";
import { slide } from "../../../src/engine/rates/slide.ts";
import { steep } from "../../../src/engine/rates/steep.ts";
import { suggest } from "../../../src/engine/rates/suggest.ts";
import {
  rateTrialOptions,
  tellingPart,
} from "../../../src/engine/rates/trial.ts";
import { valley } from "../../../src/engine/rates/valley.ts";
import { close, RECORDED } from "./_curves.ts";

// fastai keeps rates and losses as 32-bit floats.
const TOLERANCE = 1e-6;

const NAMES = ["valley", "steep", "minimum", "slide"] as const;

/** Losses at the rates 1, 10, 100 and so on. */
function curveOf(...losses: readonly number[]) {
  return { rates: losses.map((_, at) => 10 ** at), losses };
}

for (const { about, options, losses, suggestions } of RECORDED) {
  Deno.test(`suggest() reads a curve as fastai does: ${about}`, async () => {
    const trial = await runRateTrial(
      rateTrialOptions(options),
      (step) => Promise.resolve(losses[step] ?? assert.fail("too many steps")),
    );
    const suggested = suggest(trial);
    for (const name of NAMES) {
      const theirs = suggestions[name];
      const ours = suggested[name];
      if (theirs === null || ours === null) {
        assert.equal(ours, theirs, name);
        continue;
      }
      const [rate = NaN, loss = NaN] = theirs.point;
      const text = `${name}: ${ours.rate} here, ${theirs.rate} in fastai`;
      assert.ok(close(ours.rate, theirs.rate, TOLERANCE), text);
      assert.ok(close(ours.point.rate, rate, TOLERANCE), text);
      assert.ok(close(ours.point.loss, loss, TOLERANCE), text);
    }
  });
}

Deno.test("valley() takes half a third past the first third of the fall", () => {
  // Nine losses fall, from 1 to 9: the start is at 0, 0 + 3 + 1 = 4.
  const losses = [9, 10, 8, 7, 6, 5, 4, 3, 2, 1, 20];
  // [9, 8, .. 1] is the longest fall, which ends at 9 and has 9 losses.
  assert.equal(valley(curveOf(...losses))?.rate, 1e4);
  assert.equal(valley(curveOf(3, 4, 5))?.rate, 1);
  assert.equal(valley(curveOf(2))?.rate, 1);
  assert.equal(valley(curveOf()), undefined);
  // As in fastai, a curve that falls from its first point may begin before it.
  assert.equal(valley(curveOf(2, 1))?.rate, 10);
});

Deno.test("steep() finds the largest fall of equal steps, the first of several", () => {
  assert.deepEqual(steep(curveOf(5, 4, 1, 0.5)), {
    rate: 10,
    point: { rate: 10, loss: 4 },
  });
  assert.equal(steep(curveOf(5, 4, 3))?.rate, 1);
  assert.equal(steep(curveOf(5)), undefined);
});

Deno.test("minimum() is a tenth of the rate of the lowest loss", () => {
  assert.deepEqual(minimum(curveOf(5, 4, 1, 3)), {
    rate: 10,
    point: { rate: 100, loss: 1 },
  });
  assert.equal(minimum(curveOf()), undefined);
});

Deno.test("slide() stands where both ends of its rule slope alike", () => {
  const flat = Array.from({ length: 30 }, () => 1);
  // Alike at once: the left end of a rule that ends at the last of 30 steps.
  assert.equal(slide(curveOf(...flat))?.rate, 1e14);
  assert.equal(slide(curveOf(...flat.slice(0, 16)))?.rate, 1);
  assert.equal(slide(curveOf(...flat.slice(0, 15))), undefined);
  // It never is: the rule slides to the left edge.
  const bent = flat.map((_, at) => at ** 3);
  assert.equal(slide(curveOf(...bent))?.rate, 1);
});

Deno.test("tellingPart() leaves the first tenth and the last five out", () => {
  const losses = Array.from({ length: 100 }, (_, at) => at);
  const trial = { ...curveOf(...losses), steps: 100 };
  const all = tellingPart({ ...trial, ended: "all steps done" }).losses;
  assert.deepEqual([all[0], all.at(-1)], [10, 94]);
  const short = { rates: losses.slice(0, 13), losses: losses.slice(0, 13) };
  assert.deepEqual(
    tellingPart({ ...short, steps: 100, ended: "diverged" }).losses,
    [],
  );
  // As if it had gone on to the end without a number: only that is cut.
  const broken = [...losses.slice(0, 20), NaN];
  assert.equal(
    tellingPart({
      rates: losses.slice(0, 21),
      losses: broken,
      steps: 100,
      ended: "not a number",
    }).losses.at(-1),
    19,
  );
});
