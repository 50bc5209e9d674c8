import assert from "node:assert/strict";
import * as leat from "../../../mod.ts";
import {
  type EpochProgram,
  programOf,
} from "../../../src/flow/graph/program.ts";
import type {
  Phase,
  ScheduleBehaviour,
} from "../../../src/flow/stage/schedule.ts";

const programs = ({ behaviour }: { readonly behaviour: ScheduleBehaviour }) =>
  programOf(behaviour, { groups: 3, steps: 4 });

/** What the key of an epoch is made of. */
const done = ({ firstTrainable, reset, settings }: EpochProgram) => ({
  firstTrainable,
  reset,
  settings,
});

/** How many epochs two schedules share, from the first. */
function shared(
  one: readonly EpochProgram[],
  other: readonly EpochProgram[],
): number {
  const same = one.map((each, at) => {
    const twin = other[at];
    return twin !== undefined &&
      JSON.stringify(done(each)) === JSON.stringify(done(twin));
  });
  return same.includes(false) ? same.indexOf(false) : same.length;
}

Deno.test("a program has an epoch for each epoch, a setting for each step", () => {
  const epochs = programs(leat.fineTune(2));
  assert.deepEqual(
    epochs.map(({ settings: _, ...rest }) => rest),
    [
      {
        phase: "frozen",
        epoch: 1,
        epochs: 1,
        firstTrainable: 2,
        reset: true,
        epochsBefore: 0,
      },
      {
        phase: "unfrozen",
        epoch: 1,
        epochs: 2,
        firstTrainable: 0,
        reset: true,
        epochsBefore: 1,
      },
      {
        phase: "unfrozen",
        epoch: 2,
        epochs: 2,
        firstTrainable: 0,
        reset: false,
        epochsBefore: 2,
      },
    ],
  );
  for (const { settings } of epochs) {
    assert.equal(settings.length, 4);
    for (const { rates } of settings) assert.equal(rates.length, 3);
  }
});

Deno.test("positions run over all epochs of a phase, from 0 and short of 1", () => {
  const seen: number[] = [];
  const phase = (name: string, epochs: number): Phase => ({
    name,
    epochs,
    firstTrainable: 0,
    at: (position) => {
      seen.push(position);
      return { rates: [1], momentum: 0.9 };
    },
  });
  programOf(
    {
      batch: 1,
      seed: 1,
      weightDecay: 0,
      phases: () => [phase("a", 2), phase("b", 1), phase("c", 0)],
    },
    { groups: 1, steps: 2 },
  );
  assert.deepEqual(seen, [0, 0.25, 0.5, 0.75, 0, 0.5]);
});

Deno.test("a constant schedule of three epochs begins with one of one epoch", () => {
  const one = programs(leat.constant(1));
  assert.equal(shared(one, programs(leat.constant(3))), 1);
  assert.equal(
    shared(one, programs(leat.constant(1, { learningRate: 0.1 }))),
    0,
  );
});

Deno.test("one cycle of three epochs is another from its first step on", () => {
  assert.equal(
    shared(programs(leat.oneCycle(1)), programs(leat.oneCycle(3))),
    0,
  );
});

Deno.test("fine-tuning for longer keeps the frozen epochs", () => {
  const short = programs(leat.fineTune(1, { freezeEpochs: 2 }));
  const long = programs(leat.fineTune(3, { freezeEpochs: 2 }));
  assert.equal(shared(short, long), 2);
});

Deno.test("norms are frozen where groups are, and nowhere else", () => {
  const phase = {
    name: "some",
    epochs: 1,
    freezesNorms: true,
    at: () => ({ rates: [1, 1], momentum: 0.9 }),
  } as const;
  const programs = programOf({
    batch: 4,
    seed: 1,
    weightDecay: 0,
    phases: () => [
      { ...phase, firstTrainable: 1 },
      { ...phase, firstTrainable: 0 },
    ],
  }, { groups: 2, steps: 1 });
  const [first, last] = programs;
  assert.equal(first?.freezesNorms, true);
  assert.ok(last && !("freezesNorms" in last));
});

Deno.test("a schedule that no optimizer can follow is refused", () => {
  const fits = { rates: [1, 1, 1], momentum: 0.9 };
  const refusals: readonly (readonly [Partial<Phase>, string])[] = [
    [{ epochs: 1.5 }, "it has 1.5 epochs"],
    [{ epochs: NaN }, "it has NaN epochs"],
    [{ epochs: -1 }, "it has -1 epochs"],
    [{ epochs: 1e5 + 1 }, "it has 100001 epochs, and 100000 are the most"],
    [{ firstTrainable: 3 }, "it freezes all 3 parameter groups"],
    [{ firstTrainable: -1 }, "it trains groups from -1"],
    [
      { at: () => ({ ...fits, rates: [1] }) },
      "it gives 1 learning rates to 3 parameter groups",
    ],
    [
      { at: (position) => ({ ...fits, rates: [1, 1 / position, 1] }) },
      "it gives a learning rate of Infinity",
    ],
    [
      { at: () => ({ ...fits, rates: [1, NaN, 1] }) },
      "it gives a learning rate of NaN",
    ],
    [
      { at: () => ({ ...fits, rates: [1, 1, -1] }) },
      "it gives a learning rate of -1",
    ],
    [{ at: () => ({ ...fits, momentum: 1 }) }, "it gives a momentum of 1"],
  ];
  const phase: Phase = {
    name: "odd",
    epochs: 1,
    firstTrainable: 0,
    at: () => fits,
  };
  const schedule = (...phases: readonly Phase[]) => ({
    behaviour: { batch: 1, seed: 1, weightDecay: 0, phases: () => phases },
  });
  assert.equal(programs(schedule(phase)).length, 1);
  for (const [change, why] of refusals) {
    assert.throws(() => programs(schedule({ ...phase, ...change })), {
      name: "PipelineError",
      message: `Cannot train "odd": ${why}`,
      stage: "fit",
    });
  }
  assert.throws(() => programs(schedule()), {
    name: "PipelineError",
    message: "Cannot train: the schedule has no epochs",
  });
  const { behaviour } = schedule({ ...phase, epochs: 11 });
  assert.throws(() => programOf(behaviour, { groups: 3, steps: 1e6 }), {
    name: "PipelineError",
    message:
      'Cannot train "odd": it has 11000000 steps, and 10000000 are the most',
  });
});
