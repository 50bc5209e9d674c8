import assert from "node:assert/strict";
import { Passing } from "../../../src/app/runs/passing.ts";
import type { RunEvent } from "../../../src/flow/events/event.ts";

const progress = (node: string): RunEvent => ({
  type: "progress",
  node,
  done: 1,
  total: 2,
});

Deno.test("Passing leaves out what comes too often, of each type by itself", () => {
  let now = 0;
  const passing = new Passing(() => now);
  const rate: RunEvent = {
    type: "rate",
    step: 1,
    steps: 2,
    rate: 0.1,
    loss: 1,
  };
  assert.deepEqual(
    [progress("input"), progress("input"), rate].map((each) =>
      passing.keeps(each)
    ),
    [true, false, true],
  );
  now = 249;
  assert.equal(passing.keeps(progress("input")), false);
  now = 250;
  assert.equal(passing.keeps(progress("input")), true);
});

Deno.test("Passing keeps everything that nothing repeats", () => {
  const passing = new Passing(() => 0);
  const events: readonly RunEvent[] = [
    { type: "notice", text: "a" },
    { type: "notice", text: "b" },
    { type: "node.state", node: "input", key: "k", state: "running" },
    { type: "node.state", node: "input", key: "k", state: "done" },
  ];
  assert.ok(events.every((each) => passing.keeps(each)));
});

Deno.test("Passing keeps the last step of each epoch, however fast they come", () => {
  const passing = new Passing(() => 0);
  const batch = (step: number): RunEvent => ({
    type: "batch",
    phase: "full",
    epoch: 1,
    step,
    steps: 3,
    loss: 1,
    learning_rate: 0.1,
    items_per_second: 1,
    seconds_left: 1,
  });
  const kept = [1, 2, 3, 1, 3].map((step) => passing.keeps(batch(step)));
  assert.deepEqual(kept, [true, false, true, false, true]);
});
