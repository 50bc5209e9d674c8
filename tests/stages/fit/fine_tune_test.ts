import assert from "node:assert/strict";
import { fineTune } from "../../../src/stages/fit/fine_tune.ts";
import { assertClose, assertRefuses, phasesOf } from "./_programs.ts";

/** Rates and momentum of fastai 2.7.13 at steps of an epoch of 92. */
type Golden = readonly (readonly [
  step: number,
  rates: readonly number[],
  momentum: number,
])[];

const frozen: Golden = [
  [0, [8.000000e-06, 8.000000e-06, 8.000000e-05], 0.950000],
  [23, [3.665841e-05, 3.665841e-05, 3.665841e-04], 0.935074],
  [46, [1.055231e-04, 1.055231e-04, 1.055231e-03], 0.899207],
  [91, [1.999996e-04, 1.999996e-04, 1.999996e-03], 0.850000],
];

const unfrozen: Golden = [
  [0, [2.000000e-06, 2.000000e-05, 2.000000e-04], 0.950000],
  [13, [5.636261e-06, 5.636261e-05, 5.636261e-04], 0.904547],
  [28, [9.999048e-06, 9.999048e-05, 9.999048e-04], 0.850010],
  [60, [4.951269e-06, 4.951269e-05, 4.951269e-04], 0.900488],
  [91, [6.048090e-09, 6.048090e-08, 6.048090e-07], 0.949941],
];

Deno.test("fineTune() has the expected defaults", () => {
  assert.deepEqual(fineTune(1).params, {
    epochs: 1,
    baseLearningRate: 0.002,
    freezeEpochs: 1,
    learningRateMultiplier: 100,
    warmup: 0.3,
    division: 5,
    batch: 64,
    seed: 42,
    weightDecay: 0.01,
  });
});

Deno.test("fineTune() trains in full precision unless told", () => {
  assert.equal(fineTune(1).behaviour.precision, undefined);
  const { behaviour, params } = fineTune(1, { precision: "mixed" });
  assert.equal(behaviour.precision, "mixed");
  assert.equal(params["precision"], "mixed");
  assertRefuses(
    () => fineTune(1, { precision: "half" as "mixed" }),
    /precision/,
  );
});

Deno.test("fineTune() gives fastai's rates and momentum in both phases", () => {
  const phases = phasesOf(fineTune(1));
  for (const [phase, golden] of [[0, frozen], [1, unfrozen]] as const) {
    for (const [step, rates, momentum] of golden) {
      const settings = phases[phase]!.at(step / 92);
      assertClose(settings.rates, rates);
      assertClose([settings.momentum], [momentum]);
    }
  }
});

Deno.test("fineTune() trains the last group alone, then all", () => {
  const phases = phasesOf(fineTune(3, { freezeEpochs: 2 }));
  assert.deepEqual(
    phases.map(({ name, epochs, firstTrainable }) => [
      name,
      epochs,
      firstTrainable,
    ]),
    [["frozen", 2, 2], ["unfrozen", 3, 0]],
  );
});

Deno.test("fineTune() freezes norms in the frozen phase, and only if told", () => {
  const frozenIn = (fit: ReturnType<typeof fineTune>) =>
    phasesOf(fit).map(({ freezesNorms }) => freezesNorms);
  assert.deepEqual(frozenIn(fineTune(1)), [undefined, undefined]);
  assert.deepEqual(frozenIn(fineTune(1, { freezeNorms: false })), [
    undefined,
    undefined,
  ]);
  const told = fineTune(1, { freezeNorms: true });
  assert.deepEqual(frozenIn(told), [true, undefined]);
  assert.equal(told.params.freezeNorms, true);
});

Deno.test("fineTune() skips the frozen phase when it has no epochs", () => {
  const phases = phasesOf(fineTune(2, { freezeEpochs: 0 }));
  assert.deepEqual(phases.map(({ name }) => name), ["unfrozen"]);
});

Deno.test("fineTune() spaces the groups' rates geometrically", () => {
  const fit = fineTune(1, { baseLearningRate: 2, warmup: 0.5 });
  const [, phase] = fit.behaviour.phases({ groups: 5 });
  // slice(1 / 100, 1) over five groups: a factor of 100^(1/4) each.
  const step = Math.sqrt(10);
  assertClose(phase!.at(0.5).rates, [
    0.01,
    0.01 * step,
    0.1,
    0.1 * step,
    1,
  ]);
});

Deno.test("fineTune() gives one group the head's rate", () => {
  const fit = fineTune(1, { baseLearningRate: 2, warmup: 0.5 });
  const [head, all] = fit.behaviour.phases({ groups: 1 });
  assert.equal(head?.firstTrainable, 0);
  assertClose(head.at(0.99).rates, [2]);
  assertClose(all!.at(0.5).rates, [1]);
});

Deno.test("fineTune() says which setting is wrong", () => {
  assertRefuses(() => fineTune(0), /^Cannot make fit "fineTune": epochs: /);
  assertRefuses(() => fineTune(1, { freezeEpochs: -1 }), /freezeEpochs: /);
  assertRefuses(
    () => fineTune(1, { baseLearningRate: Infinity }),
    /baseLearningRate: /,
  );
  assertRefuses(
    () => fineTune(1, { learningRateMultiplier: 0 }),
    /learningRateMultiplier: /,
  );
});
