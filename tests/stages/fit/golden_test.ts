import assert from "node:assert/strict";
import * as leat from "leat";
import { programOf } from "../../../src/flow/graph/program.ts";
import type { ScheduleBehaviour } from "../../../src/flow/stage/schedule.ts";
import { assertClose } from "./_programs.ts";

/** Rates and momentum of every step, written by `make.py` beside it. */
interface Golden {
  readonly name: string;
  /** Steps of an epoch. */
  readonly steps: number;
  readonly rows: readonly (readonly [rates: readonly number[], number])[];
}

const golden: readonly Golden[] = JSON.parse(
  await Deno.readTextFile(
    new URL("../../fixtures/schedules/schedules.json", import.meta.url),
  ),
);

const { slice } = leat;
const descent = { learningRate: 1e-2, optimizer: leat.sgd() };

/** Each schedule in our words, by the name of its recording. */
const schedules: Readonly<
  Record<string, { readonly behaviour: ScheduleBehaviour }>
> = {
  "fineTune(1), 92 steps": leat.fineTune(1),
  "fineTune(2), freezeEpochs 2": leat.fineTune(2, {
    baseLearningRate: 1e-2,
    freezeEpochs: 2,
    learningRateMultiplier: 50,
  }),
  "oneCycle(1, 0.01)": leat.oneCycle(1, { learningRate: 1e-2 }),
  "oneCycle(3, slice(1e-5, 1e-3))": leat.oneCycle(3, {
    learningRate: slice(1e-5, 1e-3),
  }),
  "oneCycle(2, slice(3e-3))": leat.oneCycle(2, { learningRate: slice(3e-3) }),
  "oneCycle(2, [1e-4, 3e-4, 2e-3])": leat.oneCycle(2, {
    learningRate: [1e-4, 3e-4, 2e-3],
  }),
  "flatCos(2, 0.01)": leat.flatCos(2, { learningRate: 1e-2 }),
  "flatCos(3, slice(1e-4, 1e-2)), start 0.5": leat.flatCos(3, {
    learningRate: slice(1e-4, 1e-2),
    start: 0.5,
    finalDivision: 100,
  }),
  "sgdr(3, 0.01)": leat.sgdr(3, { learningRate: 1e-2 }),
  "sgdr(2, slice(1e-3)), cycles of 2 and 6": leat.sgdr(2, {
    cycleLength: 2,
    cycleMultiplier: 3,
    learningRate: slice(1e-3),
  }),
  "constant(2, slice(1e-4, 1e-2))": leat.constant(2, {
    learningRate: slice(1e-4, 1e-2),
  }),
  "constant(2, slice(1e-2))": leat.constant(2, { learningRate: slice(1e-2) }),
  "oneCycle(1, 0.01) with SGD": leat.oneCycle(1, descent),
  "flatCos(1, 0.01) with SGD": leat.flatCos(1, descent),
  "sgdr(2, 0.01) with SGD": leat.sgdr(2, descent),
  "constant(1, 0.01) with SGD": leat.constant(1, descent),
};

Deno.test("every recording of fastai has its schedule", () => {
  assert.deepEqual(
    golden.map(({ name }) => name).sort(),
    Object.keys(schedules).sort(),
  );
});

for (const { name, steps, rows } of golden) {
  Deno.test(`${name} gives fastai's rates and momentum at every step`, () => {
    const schedule = schedules[name];
    assert.ok(schedule);
    const settings = programOf(schedule.behaviour, { groups: 3, steps })
      .flatMap((program) => program.settings);
    assert.equal(settings.length, rows.length);
    rows.forEach(([recorded, momentum], at) => {
      // fastai places the step that begins the third cycle of sgdr(3) at the
      // end of the second, as 3/7 is rounded down: a step at no rate at all.
      const late = recorded.every((rate) => rate < 1e-12);
      assert.equal(late, name === "sgdr(3, 0.01)" && at === 18);
      const rates = late ? rows[0]?.[0] ?? [] : recorded;
      // fastai places a step in single precision.
      assertClose(settings[at]?.rates ?? [], rates);
      assertClose([settings[at]?.momentum ?? NaN], [momentum]);
    });
  });
}

Deno.test("recordings hold the golden values of fine_tune on pets", () => {
  const rows = golden[0]?.rows ?? [];
  const at = (step: number) => rows[step]?.[0] ?? [];
  assert.equal(rows.length, 2 * 92);
  assertClose(at(46), [1.055231e-04, 1.055231e-04, 1.055231e-03]);
  assertClose(at(92 + 60), [4.951269e-06, 4.951269e-05, 4.951269e-04]);
});
