import assert from "node:assert/strict";
import { rateTrialPrograms } from "../../../src/engine/rates/programs.ts";
import { rateAt, rateTrialOptions } from "../../../src/engine/rates/trial.ts";

const options = rateTrialOptions({ steps: 7 });
const context = {
  optimizer: "adamW",
  groups: 3,
  firstTrainable: 2,
  steps: 3,
} as const;

Deno.test("a trial goes on over as many epochs as its steps need", () => {
  const programs = rateTrialPrograms(options, context);
  assert.deepEqual(
    programs.map(({ epoch, epochs, epochsBefore, reset, firstTrainable }) => [
      epoch,
      epochs,
      epochsBefore,
      reset,
      firstTrainable,
    ]),
    [[1, 3, 0, true, 2], [2, 3, 1, false, 2], [3, 3, 2, false, 2]],
  );
  const rates = programs.flatMap(({ settings }) =>
    settings.map((each) => each.rates)
  );
  assert.deepEqual(
    rates.slice(0, 7),
    Array.from({ length: 7 }, (_, step) => {
      const rate = rateAt(options, step);
      return [rate, rate, rate];
    }),
  );
});

Deno.test("a trial that fills one epoch in part is one epoch", () => {
  const programs = rateTrialPrograms(options, { ...context, steps: 100 });
  assert.equal(programs.length, 1);
});

Deno.test("a trial has the momentum that fastai's optimizers begin with", () => {
  const momentum = (optimizer: "adamW" | "sgd") =>
    rateTrialPrograms(options, { ...context, optimizer })[0]?.settings[0]
      ?.momentum;
  assert.equal(momentum("adamW"), 0.9);
  assert.equal(momentum("sgd"), 0);
});
