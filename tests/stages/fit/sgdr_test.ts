import assert from "node:assert/strict";
import { programOf } from "../../../src/flow/graph/program.ts";
import { sgdr, type SgdrOptions } from "../../../src/stages/fit/sgdr.ts";
import { assertRefuses, phasesOf } from "./_programs.ts";

/** The rate of every step of every epoch, for one group. */
function ratesOf(cycles: number, steps: number, options: SgdrOptions = {}) {
  const { behaviour } = sgdr(cycles, { learningRate: 1, ...options });
  return programOf(behaviour, { groups: 1, steps })
    .map(({ settings }) => settings.map(({ rates }) => rates[0] ?? NaN));
}

Deno.test("sgdr() has the expected defaults", () => {
  assert.deepEqual(sgdr(3).params, {
    cycles: 3,
    cycleLength: 1,
    cycleMultiplier: 2,
    learningRate: 0.001,
    batch: 64,
    seed: 42,
    weightDecay: 0.01,
  });
});

Deno.test("sgdr() is one phase as long as its cycles together", () => {
  const epochs = (cycles: number, options?: SgdrOptions) =>
    phasesOf(sgdr(cycles, options)).map((phase) => phase.epochs);
  assert.deepEqual(epochs(3), [7]);
  assert.deepEqual(epochs(3, { cycleLength: 2, cycleMultiplier: 3 }), [26]);
  assert.deepEqual(epochs(5, { cycleMultiplier: 1 }), [5]);
});

Deno.test("sgdr() starts each cycle at the whole rate, whatever the rounding", () => {
  // Among them 49 cycles: 1 / 49 * 49 is less than 1 in doubles.
  for (const cycles of [3, 10, 49, 98, 107]) {
    for (const steps of [1, 3, 7, 92]) {
      for (const rates of ratesOf(cycles, steps, { cycleMultiplier: 1 })) {
        assert.equal(rates[0], 1);
        assert.ok(rates.every((rate, at) => at === 0 || rate < 1));
      }
    }
  }
});

Deno.test("sgdr() of more cycles begins with the bits of fewer", () => {
  for (const steps of [1, 3, 7, 92, 241]) {
    const long = ratesOf(6, steps);
    for (const cycles of [1, 2, 3, 4, 5]) {
      const short = ratesOf(cycles, steps);
      assert.deepEqual(long.slice(0, short.length), short);
    }
  }
});

Deno.test("sgdr() says which setting is wrong", () => {
  assertRefuses(() => sgdr(0), /^Cannot make fit "sgdr": cycles: /);
  assertRefuses(() => sgdr(1, { cycleLength: 0 }), /cycleLength: /);
  assertRefuses(() => sgdr(1, { cycleMultiplier: 1.5 }), /cycleMultiplier: /);
});
