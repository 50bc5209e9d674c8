import assert from "node:assert/strict";
import { oneCycle } from "../../../src/stages/fit/one_cycle.ts";
import { assertClose, assertRefuses, phasesOf } from "./_programs.ts";

Deno.test("oneCycle() has the expected defaults", () => {
  assert.deepEqual(oneCycle(5).params, {
    epochs: 5,
    learningRate: 0.001,
    division: 25,
    finalDivision: 100_000,
    warmup: 0.25,
    batch: 64,
    seed: 42,
    weightDecay: 0.01,
  });
});

Deno.test("oneCycle() gives fastai's rates over ten steps", () => {
  const [phase] = phasesOf(oneCycle(1, { learningRate: 1e-2 }));
  const rates = Array.from(
    { length: 10 },
    (_, step) => phase!.at(step / 10).rates[0]!,
  );
  // fastai 2.7.13: fit_one_cycle(1, 1e-2) with ten steps an epoch.
  assertClose(rates, [
    4.000000e-04,
    3.716718e-03,
    9.083282e-03,
    9.890739e-03,
    9.045095e-03,
    7.500025e-03,
    5.522687e-03,
    3.454980e-03,
    1.654430e-03,
    4.323684e-04,
  ]);
});

Deno.test("oneCycle() trains all groups alike, in one phase over all epochs", () => {
  const [phase, ...others] = phasesOf(oneCycle(7));
  assert.equal(others.length, 0);
  assert.equal(phase?.epochs, 7);
  assert.equal(phase.firstTrainable, 0);
  const { rates } = phase.at(0.5);
  assert.equal(rates.length, 3);
  assert.equal(new Set(rates).size, 1);
});

Deno.test("oneCycle() lowers momentum to the knot and raises it again", () => {
  const [phase] = phasesOf(oneCycle(1, { warmup: 0.5 }));
  const momentum = [0, 0.25, 0.5, 0.75].map((at) => phase!.at(at).momentum);
  assertClose(momentum, [0.95, 0.9, 0.85, 0.9]);
});

Deno.test("oneCycle() takes its divisions from the options", () => {
  const fit = oneCycle(1, { learningRate: 1, division: 2, finalDivision: 4 });
  const [phase] = phasesOf(fit);
  assertClose([phase!.at(0).rates[0]!, phase!.at(1).rates[0]!], [0.5, 0.25]);
});

Deno.test("oneCycle() says which setting is wrong", () => {
  assertRefuses(() => oneCycle(0), /^Cannot make fit "oneCycle": epochs: /);
  assertRefuses(() => oneCycle(1, { learningRate: -1 }), /learningRate: /);
  assertRefuses(() => oneCycle(1, { division: 0 }), /division: /);
  assertRefuses(() => oneCycle(1, { warmup: 0 }), /warmup: /);
  assertRefuses(() => oneCycle(1, { warmup: 1 }), /warmup: /);
});
