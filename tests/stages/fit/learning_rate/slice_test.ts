import assert from "node:assert/strict";
import { PipelineError } from "../../../../src/base/errors/pipeline_error.ts";
import type { ScheduleBehaviour } from "../../../../src/flow/stage/schedule.ts";
import { constant } from "../../../../src/stages/fit/constant.ts";
import { flatCos } from "../../../../src/stages/fit/flat_cos.ts";
import { slice } from "../../../../src/stages/fit/learning_rate/slice.ts";
import { oneCycle } from "../../../../src/stages/fit/one_cycle.ts";
import { sgdr } from "../../../../src/stages/fit/sgdr.ts";
import { assertClose, assertRefuses } from "../_programs.ts";

/** The rates of the first step of a schedule. */
function firstRates(
  { behaviour }: { readonly behaviour: ScheduleBehaviour },
  groups: number,
): readonly number[] {
  return behaviour.phases({ groups })[0]?.at(0).rates ?? [];
}

function constantRates(
  learningRate: Parameters<typeof slice>[0] | ReturnType<typeof slice>,
  groups: number,
) {
  return firstRates(constant(1, { learningRate }), groups);
}

Deno.test("slice(last) gives a tenth to all groups but the last", () => {
  assert.deepEqual(constantRates(slice(0.01), 3), [0.001, 0.001, 0.01]);
  assert.deepEqual(constantRates(slice(0.01), 1), [0.01]);
});

Deno.test("slice(first, last) spaces rates geometrically, its ends exactly", () => {
  const rates = constantRates(slice(1e-5, 1e-3), 3);
  assertClose(rates, [1e-5, 1e-4, 1e-3]);
  assert.equal(rates[0], 1e-5);
  assert.equal(rates[2], 1e-3);
  assertClose(constantRates(slice(1, 16), 5), [1, 2, 4, 8, 16]);
  assert.deepEqual(constantRates(slice(1e-5, 1e-3), 2), [1e-5, 1e-3]);
  assert.deepEqual(constantRates(slice(1e-5, 1e-3), 1), [1e-3]);
  assertClose(constantRates(slice(4, 1), 3), [4, 2, 1]);
});

Deno.test("slice() is plain data that nothing changes", () => {
  assert.deepEqual(slice(0.01), { op: "slice", last: 0.01 });
  assert.deepEqual(slice(1e-5, 1e-3), { op: "slice", first: 1e-5, last: 1e-3 });
  assert.ok(Object.isFrozen(slice(1)));
  assert.deepEqual(
    constant(1, { learningRate: slice(0.01) }).params["learningRate"],
    { op: "slice", last: 0.01 },
  );
});

Deno.test("slice() says which rate is wrong", () => {
  assertRefuses(() => slice(0), /^Cannot make fit "slice": last: .*>0/);
  assertRefuses(() => slice(-1, 1), /first: .*>0/);
  assertRefuses(() => slice(1, NaN), /last: /);
});

Deno.test("every schedule takes a list of one rate a group", () => {
  const learningRate = [1e-4, 3e-4, 2e-3];
  for (const schedule of [constant, flatCos, sgdr]) {
    assert.deepEqual(
      firstRates(schedule(1, { learningRate }), 3),
      learningRate,
    );
  }
  assertClose(
    firstRates(oneCycle(1, { learningRate, division: 1 }), 3),
    learningRate,
  );
});

Deno.test("a list of another length is refused with both counts", () => {
  for (
    const [learningRate, groups, message, rates] of [
      [
        [1, 2],
        3,
        "Cannot set 2 learning rates: the architecture has 3 parameter groups",
        "3 rates",
      ],
      // fastai would take the one for all three.
      [
        [1],
        3,
        "Cannot set 1 learning rate: the architecture has 3 parameter groups",
        "3 rates",
      ],
      [
        [1, 2],
        1,
        "Cannot set 2 learning rates: the architecture has 1 parameter group",
        "1 rate",
      ],
    ] as const
  ) {
    assert.throws(
      () => constant(1, { learningRate }).behaviour.phases({ groups }),
      (error) => {
        assert.ok(error instanceof PipelineError);
        assert.equal(error.message, message);
        assert.equal(error.stage, "fit");
        assert.equal(error.item, "learningRate");
        assert.equal(
          error.remedy,
          `Give ${rates}, or slice(first, last) for any number`,
        );
        return true;
      },
    );
  }
});

Deno.test("an empty list of rates, and a slice that is none, are refused", () => {
  assertRefuses(() => constant(1, { learningRate: [] }), /learningRate: /);
  assertRefuses(() => constant(1, { learningRate: [0.1, 0] }), /learningRate/);
  const odd = { op: "slice", first: 1 } as unknown as ReturnType<typeof slice>;
  assertRefuses(() => constant(1, { learningRate: odd }), /learningRate: /);
  for (const rate of [NaN, Infinity]) {
    assertRefuses(
      () => constant(1, { learningRate: rate }),
      /learningRate: must be a rate above 0, slice\(\), or a list of a rate for each group$/,
    );
  }
});
