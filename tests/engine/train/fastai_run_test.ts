/**
 * Twelve steps of fine-tuning, beside the same twelve by fastai itself: the
 * same weights, pictures, split and order. Made by tests/fixtures/fine_tune.
 *
 * @module
 */
import assert from "node:assert/strict";
import { predictionsOf } from "../../../src/engine/run/job/judging.ts";
import { batchesOf } from "../../../src/engine/train/epoch.ts";
import { trainStep } from "../../../src/engine/train/step.ts";
import { evaluate } from "../../../src/engine/train/evaluate.ts";
import { Optimizer } from "../../../src/engine/train/optimizer.ts";
import { SmoothedLoss } from "../../../src/engine/train/smoothed_loss.ts";
import { draw, headStart, tuned } from "../../fixtures/fine_tune/run.ts";
import fastai from "../../fixtures/fine_tune/fine_tune.json" with {
  type: "json",
};
import order from "../../fixtures/fine_tune/order.json" with { type: "json" };
import { type Opened, withSession } from "./_sessions.ts";

const weights = new URL(
  "../../../pipelines/weights/doodles.safetensors",
  import.meta.url,
);

async function prepare(folder: string): Promise<void> {
  await Deno.copyFile(weights, `${folder}/doodles.safetensors`);
  await draw(`${folder}/pictures`);
}

/** A step as both sides record it. */
interface Step {
  readonly loss: number;
  readonly rates: readonly number[];
}

/** An epoch as both sides record it. */
interface Epoch {
  readonly train_loss: number;
  readonly valid_loss: number;
  readonly error_rate: number;
}

async function judged(
  { session, items, valid, targets }: Opened,
): Promise<Pick<Epoch, "valid_loss" | "error_rate">> {
  const evaluation = await evaluate(session, { items, ids: valid, targets });
  const [metric] = session.stages.metrics;
  const classes = ["cat", "dog"];
  const vocabulary = { kind: "category", classes } as const;
  const predictions = predictionsOf(evaluation, valid.length, vocabulary);
  return {
    valid_loss: evaluation.loss,
    error_rate: metric?.behaviour.compute(predictions) ?? NaN,
  };
}

/** Trains as fastai was told to, and records what fastai recorded. */
async function train(opened: Opened) {
  const { session, items, train, targets, programs } = opened;
  const { tf, variables, stages } = session;
  const { batch, seed } = stages.fit.behaviour;
  const start = headStart(variables.specs);
  const before = new Map([...await variables.read(), ...start]);
  variables.assign(before);
  const optimizer = new Optimizer(tf, stages.fit.behaviour);
  const data = { items, train, targets };
  const steps: Step[] = [];
  const epochs: Epoch[] = [];
  for (const program of programs) {
    if (program.reset) optimizer.reset();
    const smoothed = new SmoothedLoss();
    const batches = batchesOf(train, batch, seed, program.epochsBefore);
    assert.deepEqual(batches, order[program.epochsBefore]);
    for (const [at, ids] of batches.entries()) {
      const place = { program, data, ids, step: at };
      const result = trainStep({ session, optimizer }, place);
      const [loss = NaN] = await result.data();
      result.dispose();
      smoothed.add(loss);
      steps.push({ loss, rates: program.settings[at]?.rates ?? [] });
    }
    epochs.push({ train_loss: smoothed.value, ...await judged(opened) });
  }
  optimizer.reset();
  const values = await variables.read();
  const moved = variables.specs.map(({ name }) =>
    distance(values.get(name) ?? [], before.get(name) ?? [])
  );
  return { steps, epochs, moved };
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const squares = Array.from(a, (each, at) => (each - (b[at] ?? NaN)) ** 2);
  return Math.sqrt(squares.reduce((sum, each) => sum + each, 0));
}

/** Fails unless two numbers are as near as the limit, relatively. */
function assertNear(name: string, ours: number, theirs: number, limit: number) {
  const apart = Math.abs(ours - theirs) / (Math.abs(theirs) || 1);
  assert.ok(apart <= limit, `${name}: ${ours} is ${apart} off ${theirs}`);
}

/** Measured 2e-6, of sums of 24-bit numbers in another order. */
const LOSS = 2e-5;

/** Measured 5e-5: what moved is far smaller than what it is a difference of. */
const MOVED = 5e-4;

Deno.test(`fineTune(1) trains step by step as fastai ${fastai.fastai}`, async () => {
  // tfjs' cpu backend gives the same to 1e-6, and takes half a minute.
  const ours = await withSession(
    tuned,
    "webgpu",
    async (opened) => {
      assert.deepEqual(opened.valid, fastai.valid);
      return { ...await train(opened), specs: opened.session.variables.specs };
    },
    prepare,
  );
  assert.equal(ours.steps.length, fastai.steps.length);
  fastai.steps.forEach(({ loss, rates }, at) => {
    assertNear(`loss ${at}`, ours.steps[at]?.loss ?? NaN, loss, LOSS);
    rates.forEach((rate, group) => {
      const given = ours.steps[at]?.rates[group] ?? NaN;
      assertNear(`rate ${at} of group ${group}`, given, rate, 1e-5);
    });
  });
  fastai.epochs.forEach((theirs, at) => {
    const epoch = ours.epochs[at];
    assertNear("train", epoch?.train_loss ?? NaN, theirs.train_loss, LOSS);
    assertNear("valid", epoch?.valid_loss ?? NaN, theirs.valid_loss, LOSS);
    assert.equal(epoch?.error_rate, theirs.error_rate);
  });
  assert.equal(ours.moved.length, fastai.moved.length);
  fastai.moved.forEach((distance, at) => {
    const name = ours.specs[at]?.name ?? "";
    assertNear(name, ours.moved[at] ?? NaN, distance, MOVED);
  });
});
