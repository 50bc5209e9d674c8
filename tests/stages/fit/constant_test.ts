import assert from "node:assert/strict";
import { constant } from "../../../src/stages/fit/constant.ts";
import { assertRefuses, phasesOf } from "./_programs.ts";

Deno.test("constant() has the expected defaults", () => {
  assert.deepEqual(constant(3).params, {
    epochs: 3,
    learningRate: 0.001,
    momentum: 0.9,
    batch: 64,
    seed: 42,
    weightDecay: 0.01,
  });
});

Deno.test("constant() tells the engine its batch, seed and weight decay", () => {
  const { behaviour } = constant(1, { batch: 8, seed: 7, weightDecay: 0 });
  assert.equal(behaviour.batch, 8);
  assert.equal(behaviour.seed, 7);
  assert.equal(behaviour.weightDecay, 0);
});

Deno.test("constant() trains all groups at one rate in one phase", () => {
  const [phase, ...others] = phasesOf(constant(4, { learningRate: 0.5 }));
  assert.equal(others.length, 0);
  assert.equal(phase?.epochs, 4);
  assert.equal(phase.firstTrainable, 0);
  for (const position of [0, 0.3, 0.999]) {
    assert.deepEqual(phase.at(position), {
      rates: [0.5, 0.5, 0.5],
      momentum: 0.9,
    });
  }
});

Deno.test("constant() says which setting is wrong", () => {
  assertRefuses(() => constant(0), /^Cannot make fit "constant": epochs: /);
  assertRefuses(() => constant(1.5), /epochs: .*int/);
  assertRefuses(() => constant(1, { learningRate: 0 }), /learningRate: .*>0/);
  assertRefuses(() => constant(1, { learningRate: NaN }), /learningRate: /);
  assertRefuses(() => constant(1, { batch: 0 }), /batch: .*>=1/);
  assertRefuses(() => constant(1, { seed: -1 }), /seed: .*>=0/);
  assertRefuses(() => constant(1, { weightDecay: -1 }), /weightDecay: /);
  assertRefuses(() => constant(1, { momentum: 1 }), /momentum: .*<1/);
});
