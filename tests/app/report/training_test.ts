import assert from "node:assert/strict";
import type { EpochRow } from "../../../src/flow/events/event.ts";
import type { Contents } from "../../../src/app/report/contents.ts";
import {
  training,
  trainingDrawings,
} from "../../../src/app/report/section/training.ts";
import { elementsOf } from "./_page.ts";

/** How a training of so many epochs is told. */
function contentsOf(epochs: number): Contents {
  const history = Array.from({ length: epochs }, (_, at): EpochRow => ({
    phase: "training",
    epoch: at + 1,
    epochs,
    train_loss: 1 / (at + 1),
    valid_loss: 2 / (at + 1),
    metrics: { error_rate: 0.5 },
    seconds: 1,
  }));
  const trained = { history, baseline: {}, programs: [], decisions: [] };
  return { trained } as unknown as Contents;
}

const countOf = (part: string, name: string) =>
  elementsOf(part).filter((each) => each.name === name).length;

Deno.test("one epoch has no curves: its numbers stand there", () => {
  const contents = contentsOf(1);
  const part = training(contents).body.toString();
  assert.deepEqual(trainingDrawings(contents), []);
  assert.equal(countOf(part, "svg"), 0);
  assert.equal(countOf(part, "details"), 0);
  assert.equal(countOf(part, "table"), 1);
  assert.match(part, /One epoch was trained/);
});

Deno.test("two epochs have curves, and their numbers on demand", () => {
  const part = training(contentsOf(2)).body.toString();
  assert.equal(countOf(part, "svg"), 2);
  assert.equal(countOf(part, "details"), 1);
  assert.doesNotMatch(part, /One epoch/);
});
