import assert from "node:assert/strict";
import * as leat from "leat";
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

Deno.test("a trial has the momentum that the schedule was given for every step", () => {
  const momentum = (
    { behaviour }: { readonly behaviour: { readonly momentum?: number } },
  ) => {
    const given = { ...context, momentum: behaviour.momentum };
    return rateTrialPrograms(options, given)[2]?.settings[2]?.momentum;
  };
  const optimizer = leat.sgd({ momentum: 0.5 });
  assert.equal(momentum(leat.oneCycle(1, { optimizer })), 0.5);
  assert.equal(momentum(leat.constant(1, { momentum: 0.8, optimizer })), 0.5);
  assert.equal(momentum(leat.constant(1, { momentum: 0.8 })), 0.8);
  const adamW = leat.adamW({ beta1: 0.7 });
  assert.equal(momentum(leat.fineTune(1, { optimizer: adamW })), 0.7);
  // One that a schedule moves is none to try all rates with.
  assert.equal(momentum(leat.oneCycle(1)), 0.9);
});

Deno.test("a trial has the momentum that fastai's optimizers begin with", () => {
  const momentum = (optimizer: "adamW" | "sgd") =>
    rateTrialPrograms(options, { ...context, optimizer })[0]?.settings[0]
      ?.momentum;
  assert.equal(momentum("adamW"), 0.9);
  assert.equal(momentum("sgd"), 0);
});

Deno.test("a trial freezes norms where the schedule does", () => {
  const frozen = (freezesNorms?: true) =>
    rateTrialPrograms(options, { ...context, freezesNorms })
      .map((program) => program.freezesNorms);
  assert.deepEqual(frozen(true), [true, true, true]);
  assert.deepEqual(frozen(), [undefined, undefined, undefined]);
});
