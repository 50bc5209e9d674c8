import assert from "node:assert/strict";
import { earlyStopping, keepBest, reduceOnPlateau } from "../../../mod.ts";
import type { Course } from "../../../src/flow/graph/course.ts";
import { tracked } from "../../fixtures/callbacks/callbacks.ts";
import { chainTo, courseAlong, plannedOf, watch } from "./_courses.ts";

const namesOf = (nodes: readonly { readonly name: string }[]) =>
  nodes.map(({ name }) => name.replace("fit/", ""));

const ratesOf = ({ epochs }: Course) =>
  epochs.map(({ program }) => program.settings[0]?.rates[0]);

const textsOf = ({ decisions }: Course) => decisions.map(({ text }) => text);

Deno.test("a course follows fastai's callbacks, figure by figure", async () => {
  for (const { figures, greater, rule, ...expected } of tracked) {
    const about = JSON.stringify({ figures, greater, rule });
    const better = greater ? "higher" : "lower";
    const options = { monitor: "figure", minDelta: rule.min_delta };
    const patient = { ...options, patience: rule.patience };
    const follow = (tracker: Parameters<typeof watch>[0]) =>
      courseAlong({ training: figures }, [watch(tracker, better)]);

    const stopped = await follow(earlyStopping(patient));
    assert.equal(stopped.epochs.length, expected.epochs, about);

    const lowered = await follow(reduceOnPlateau({
      ...patient,
      factor: rule.factor,
      minLearningRate: rule.min_lr,
    }));
    assert.deepEqual(ratesOf(lowered), expected.rates, about);

    const { checkpoint } = await follow(keepBest(options));
    // Where no figure was ever a number, fastai has nothing to load.
    const kept = expected.kept ?? figures.length;
    assert.equal(checkpoint.program.epoch, kept, about);
  }
});

Deno.test("a course without callbacks is as planned, and asks for no table", async () => {
  const course = await courseAlong({ frozen: [3], full: [2, 1] }, []);
  assert.deepEqual(course.epochs, plannedOf({ frozen: 1, full: 2 }));
  assert.equal(course.checkpoint, course.epochs.at(-1));
  assert.deepEqual(course.needed, []);
  assert.equal(course.decided, true);
});

Deno.test("a phase that is stopped is followed by the next, which counts anew", async () => {
  const course = await courseAlong(
    { frozen: [1, 2, 3, 4], full: [9, 8, 9, 7] },
    [watch(earlyStopping())],
  );
  assert.deepEqual(namesOf(course.epochs), [
    "frozen/1",
    "frozen/2",
    "full/1",
    "full/2",
    "full/3",
  ]);
  assert.deepEqual(course.rows.map(({ valid_loss }) => valid_loss), [
    1,
    2,
    9,
    8,
    9,
  ]);
  assert.deepEqual(textsOf(course), [
    "Stopped after epoch 2: valid_loss has not fallen for 1 epoch",
    "Stopped after epoch 3: valid_loss has not fallen for 1 epoch",
  ]);
  assert.equal(course.decided, true);
});

Deno.test("what would come of the last epoch is no decision", async () => {
  const course = await courseAlong(
    { training: [1, 2] },
    [watch(earlyStopping()), watch(reduceOnPlateau())],
  );
  assert.deepEqual(course.decisions, []);
});

Deno.test("the next phase comes after the epoch that is kept", async () => {
  const course = await courseAlong(
    { frozen: [3, 1, 2], full: [5, 4] },
    [watch(keepBest())],
  );
  assert.deepEqual(namesOf(chainTo(course.checkpoint)), [
    "frozen/1",
    "frozen/2",
    "full/1",
    "full/2",
  ]);
  assert.deepEqual(
    course.epochs.map(({ program }) => program.epochsBefore),
    // What an epoch draws is a matter of what it comes after.
    [0, 1, 2, 2, 3],
  );
  assert.deepEqual(textsOf(course), [
    "Kept epoch 2 (valid_loss 1)",
    "Kept epoch 2 (valid_loss 4)",
  ]);
  assert.deepEqual(namesOf(course.ends), ["frozen/2", "frozen/3", "full/2"]);
});

Deno.test("a course asks to keep what it may go back to", async () => {
  const { needed } = await courseAlong(
    { frozen: [3, 1, 2, 2], full: [5, 4] },
    [watch(keepBest())],
  );
  assert.deepEqual(needed.map(shortened), [
    [],
    ["frozen/1"],
    ["frozen/2"],
    ["frozen/2"],
    ["frozen/2", "frozen/4"],
    ["frozen/2", "frozen/4", "full/1"],
  ]);
});

const shortened = (names: readonly string[]) =>
  names.map((name) => name.replace("fit/", ""));

Deno.test("callbacks decide side by side", async () => {
  const course = await courseAlong(
    { training: [5, 4, 6, 6, 6, 1] },
    [
      watch(keepBest()),
      watch(earlyStopping({ patience: 3 })),
      watch(reduceOnPlateau({ patience: 2, factor: 2 })),
    ],
  );
  assert.deepEqual(ratesOf(course), [1, 1, 1, 1, 0.5]);
  assert.equal(course.checkpoint.program.epoch, 2);
  assert.deepEqual(course.decisions, [
    {
      callback: "reduceOnPlateau",
      phase: "training",
      after: 4,
      epoch: 5,
      monitor: "valid_loss",
      text: "Learning rate divided by 2 from epoch 5 on",
    },
    {
      callback: "earlyStopping",
      phase: "training",
      after: 5,
      epoch: 5,
      monitor: "valid_loss",
      text: "Stopped after epoch 5: valid_loss has not fallen for 3 epochs",
    },
    {
      callback: "keepBest",
      phase: "training",
      after: 5,
      epoch: 2,
      monitor: "valid_loss",
      text: "Kept epoch 2 (valid_loss 4)",
    },
  ]);
});

Deno.test("a rate that is as low as it may be is not said to be divided", async () => {
  const reduce = reduceOnPlateau({ minLearningRate: 0.05 });
  const course = await courseAlong({ training: [1, 1, 1, 1, 1] }, [
    watch(reduce),
  ]);
  assert.deepEqual(ratesOf(course), [1, 1, 0.1, 0.05, 0.05]);
  assert.deepEqual(textsOf(course), [
    "Learning rate divided by 10 (to no less than 0.05) from epoch 3 on",
    "Learning rate divided by 10 (to no less than 0.05) from epoch 4 on",
  ]);
  const above = reduceOnPlateau({ minLearningRate: 2 });
  const never = await courseAlong({ training: [1, 1, 1] }, [watch(above)]);
  assert.deepEqual(ratesOf(never), [1, 1, 1]);
  assert.deepEqual(never.decisions, []);
});

Deno.test("keepBest() keeps the last epoch where no figure is a number", async () => {
  const course = await courseAlong({ training: [NaN, NaN] }, [
    watch(keepBest({ monitor: "figure" })),
  ]);
  assert.deepEqual(textsOf(course), [
    "Kept epoch 2 (figure was never a number)",
  ]);
  assert.equal(course.checkpoint, course.epochs[1]);
});

Deno.test("a course is as planned from where it is not known", async () => {
  const course = await courseAlong(
    { frozen: [1, 2, 3], full: [1, 2] },
    [watch(earlyStopping({ patience: 2 })), watch(keepBest())],
    1,
  );
  assert.deepEqual(namesOf(course.epochs), [
    "frozen/1",
    "frozen/2",
    "frozen/3",
    "full/1",
    "full/2",
  ]);
  assert.equal(course.decided, false);
  assert.equal(course.tables.length, 1);
  assert.deepEqual(course.decisions, []);
  assert.equal(course.checkpoint, course.epochs.at(-1));
});

Deno.test("an epoch that is the same has the same node, whatever may be decided", async () => {
  const planned = plannedOf({ training: 3 });
  const { epochs } = await courseAlong({ training: [3, 2, 1] }, [
    watch(earlyStopping()),
    watch(keepBest()),
    watch(reduceOnPlateau()),
  ]);
  assert.deepEqual(epochs, planned);
});
