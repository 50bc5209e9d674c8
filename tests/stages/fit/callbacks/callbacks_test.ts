import assert from "node:assert/strict";
import * as leat from "../../../../mod.ts";
import { assertRefuses } from "../_programs.ts";

const SCHEDULES = [
  leat.constant,
  leat.oneCycle,
  leat.fineTune,
  (epochs: number, options: leat.OneCycleOptions) =>
    leat.flatCos(epochs, options),
  (epochs: number, options: leat.OneCycleOptions) => leat.sgdr(epochs, options),
] as const;

Deno.test("every schedule hands its callbacks to the engine, and into its params", () => {
  const callbacks = [leat.earlyStopping(), leat.clipGradients()];
  for (const schedule of SCHEDULES) {
    const { params, behaviour } = schedule(1, { callbacks });
    assert.deepEqual(params["callbacks"], callbacks);
    assert.deepEqual(behaviour.callbacks, callbacks);
    assert.equal("callbacks" in schedule(1, {}).params, false);
  }
});

Deno.test("callbacks that come as text have their defaults filled in", () => {
  const { factory } = leat.constant(1);
  const made = factory({ epochs: 1, callbacks: [{ op: "keepBest" }] });
  assert.deepEqual(made.params["callbacks"], [leat.keepBest()]);
});

Deno.test("callbacks may stand twice where that means something", () => {
  const stops = [
    leat.earlyStopping(),
    leat.earlyStopping({ monitor: "train_loss" }),
  ];
  assert.equal(leat.constant(1, { callbacks: stops }).params.epochs, 1);
  for (
    const each of [
      leat.keepBest(),
      leat.clipGradients(),
      leat.accumulateGradients(),
    ]
  ) {
    assertRefuses(
      () => leat.constant(1, { callbacks: [each, each] }),
      new RegExp(`callbacks: ${each.op}\\(\\) is given twice`),
    );
  }
});

Deno.test("callbacks are refused by what they are not", () => {
  const refused = (callbacks: unknown) => () =>
    leat.constant(1, { callbacks: callbacks as never });
  assertRefuses(refused([leat.keepBest]), /callbacks\.0: .*object/);
  assertRefuses(refused(leat.keepBest()), /callbacks: .*array/);
  assertRefuses(refused([{ op: "stopOnNaN" }]), /callbacks\.0\.op: /);
});
