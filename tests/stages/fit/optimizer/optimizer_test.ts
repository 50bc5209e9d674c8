import assert from "node:assert/strict";
import { constant } from "../../../../src/stages/fit/constant.ts";
import { fineTune } from "../../../../src/stages/fit/fine_tune.ts";
import { oneCycle } from "../../../../src/stages/fit/one_cycle.ts";
import { adamW } from "../../../../src/stages/fit/optimizer/adam_w.ts";
import { sgd } from "../../../../src/stages/fit/optimizer/sgd.ts";
import type { ScheduleBehaviour } from "../../../../src/flow/stage/schedule.ts";
import { assertRefuses, phasesOf } from "../_programs.ts";

/** The momentum at some places of every phase. */
function momentums(schedule: { readonly behaviour: ScheduleBehaviour }) {
  return phasesOf(schedule).flatMap((phase) =>
    [0, 0.3, 0.9].map((position) => phase.at(position).momentum)
  );
}

Deno.test("adamW() has fastai's defaults", () => {
  assert.deepEqual(adamW(), { op: "adamW", beta2: 0.99, epsilon: 1e-5 });
  assert.ok(Object.isFrozen(adamW()));
});

Deno.test("sgd() has no settings of its own", () => {
  assert.deepEqual(sgd(), { op: "sgd" });
  assert.deepEqual(sgd({ momentum: 0 }), { op: "sgd", momentum: 0 });
});

Deno.test("a schedule tells the engine its optimizer, if it names one", () => {
  assert.equal(constant(1).behaviour.optimizer, undefined);
  assert.equal("optimizer" in constant(1).params, false);
  const optimizer = adamW({ beta1: 0.8, beta2: 0.999, epsilon: 1e-8 });
  const fit = fineTune(1, { optimizer });
  assert.deepEqual(fit.params["optimizer"], optimizer);
  // What is the momentum of each step need not be said again.
  assert.deepEqual(fit.behaviour.optimizer, {
    op: "adamW",
    beta2: 0.999,
    epsilon: 1e-8,
  });
  const { behaviour } = constant(1, { optimizer: sgd({ momentum: 0.5 }) });
  assert.deepEqual(behaviour.optimizer, { op: "sgd" });
});

Deno.test("the momentum is the schedule's, unless the optimizer has one", () => {
  const scheduled = momentums(oneCycle(1));
  assert.equal(new Set(scheduled).size, 3);
  assert.deepEqual(momentums(oneCycle(1, { optimizer: sgd() })), scheduled);
  assert.deepEqual(momentums(oneCycle(1, { optimizer: adamW() })), scheduled);
  const fixed = fineTune(1, { optimizer: adamW({ beta1: 0.7 }) });
  assert.deepEqual(momentums(fixed), new Array(6).fill(0.7));
  const plain = oneCycle(1, { optimizer: sgd({ momentum: 0 }) });
  assert.deepEqual(momentums(plain), [0, 0, 0]);
  assert.deepEqual(momentums(constant(1)), [0.9, 0.9, 0.9]);
});

Deno.test("an optimizer says which setting is wrong", () => {
  assertRefuses(() => adamW({ beta1: 1 }), /^Cannot make fit "adamW": beta1: /);
  assertRefuses(() => adamW({ beta2: -1 }), /beta2: .*>=0/);
  assertRefuses(() => adamW({ epsilon: 0 }), /epsilon: .*>0/);
  assertRefuses(() => sgd({ momentum: 1 }), /momentum: .*<1/);
  const unknown = { op: "lamb" } as unknown as ReturnType<typeof sgd>;
  assertRefuses(() => constant(1, { optimizer: unknown }), /optimizer/);
});
