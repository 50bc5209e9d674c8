import assert from "node:assert/strict";
import { accuracy, f1 } from "../../../../mod.ts";
import {
  lossesOf,
  metricsOf,
  predictionsOf,
} from "../../../../src/engine/run/job/judging.ts";
import { SmoothedLoss } from "../../../../src/engine/train/smoothed_loss.ts";

const evaluation = {
  outputs: new Float32Array([0.9, 0.1, 0.8, 0.2, 0.3, 0.7]),
  targets: new Float32Array([1, 0, 0, 1, 0, 1]),
  loss: 0.5,
};
const predictions = predictionsOf(evaluation, 3, {
  kind: "category",
  classes: ["cat", "dog"],
});

const program = {
  phase: "full",
  epoch: 2,
  epochs: 2,
  firstTrainable: 0,
  reset: false,
  epochsBefore: 1,
  settings: [{ rates: [0.1, 0.5], momentum: 0.9 }],
};

Deno.test("metricsOf() names metrics in snake case, and numbers those of one name", () => {
  const metrics = [
    accuracy(),
    f1({ average: "binary", positive: "cat" }),
    f1({ average: "binary", positive: "dog" }),
  ];
  // cat: one hit, one false alarm; dog: one hit, one miss.
  assert.deepEqual(metricsOf(metrics, predictions, assert.fail), {
    accuracy: 2 / 3,
    f1: 2 / 3,
    f1_2: 2 / 3,
  });
});

Deno.test("metricsOf() leaves a metric out that fails, and tells of it", () => {
  const failures: unknown[] = [];
  const metrics = [f1({ average: "binary", positive: "cow" }), accuracy()];
  assert.deepEqual(
    metricsOf(metrics, predictions, (name, error) => {
      failures.push([name, error instanceof Error && error.message]);
    }),
    { accuracy: 2 / 3 },
  );
  assert.equal(failures.length, 1);
  assert.match(String(failures[0]), /^f1,Cannot compute "f1" of the class/);
});

Deno.test("lossesOf() gives the smoothed training loss and the validation loss", () => {
  const smoothed = new SmoothedLoss();
  smoothed.add(0.75);
  const { train_loss, valid_loss } = lossesOf(evaluation, smoothed, program);
  assert.ok(Math.abs(train_loss - 0.75) < 1e-12);
  assert.equal(valid_loss, 0.5);
});

Deno.test("lossesOf() refuses a validation loss that is not a number", () => {
  const smoothed = new SmoothedLoss();
  smoothed.add(0.75);
  assert.throws(
    () => lossesOf({ ...evaluation, loss: NaN }, smoothed, program),
    {
      name: "PipelineError",
      message:
        "Cannot go on: the loss is not a number at step 1 of epoch 2 (full), learning rate 0.500; the last finite loss was 0.7500",
    },
  );
});
