import assert from "node:assert/strict";
import { readRun } from "../../../../scripts/bench/epoch/suite.ts";
import { firstStep } from "../../../../scripts/bench/start/suite.ts";
import type { TimedRun } from "../../../../scripts/bench/run_leat.ts";
import type { RunEvent } from "../../../../src/flow/events/event.ts";

function step(step: number, steps: number): RunEvent {
  const rest = {
    loss: 1,
    learning_rate: 0.1,
    items_per_second: 1,
    seconds_left: 1,
  };
  return { type: "batch", phase: "full", epoch: 1, step, steps, ...rest };
}

function epoch(seconds: number, waiting?: number): RunEvent {
  return {
    type: "epoch",
    phase: "full",
    epoch: 1,
    epochs: 2,
    train_loss: 1,
    valid_loss: 1,
    metrics: {},
    seconds,
    ...waiting === undefined ? {} : { waiting },
  };
}

function runOf(...events: readonly RunEvent[]): TimedRun {
  return {
    events: events.map((event, at) => ({ event, ms: 1000 * (at + 1) })),
    ms: 20_000,
  };
}

Deno.test("images a second are those of all whole epochs, read from their steps", () => {
  const run = runOf(
    step(3, 10),
    step(10, 10),
    epoch(4),
    step(10, 10),
    epoch(6),
  );
  assert.deepEqual(readRun(run, 32), {
    seconds: 20,
    imagesPerSecond: 2 * 10 * 32 / 10,
    waiting: [],
  });
});

Deno.test("waiting is told in percent, epoch by epoch", () => {
  const run = runOf(step(1, 1), epoch(1, 0.5), step(1, 1), epoch(1, 0.25));
  assert.deepEqual(readRun(run, 1).waiting, [50, 25]);
});

Deno.test("the first step is over when its loss is there", () => {
  const start = { type: "run.start", pipeline: "pets" } as const;
  assert.equal(firstStep(runOf(start, step(1, 3), step(2, 3))), 2);
  assert.ok(Number.isNaN(firstStep(runOf(start))), "it never trained");
});
