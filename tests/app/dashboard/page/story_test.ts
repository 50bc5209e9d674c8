import assert from "node:assert/strict";
import {
  epochsOf,
  lost,
  newStory,
  phasesOf,
  shareOf,
  told,
} from "../../../../src/app/dashboard/page/story.mjs";
import type { RunEvent } from "../../../../src/flow/events/event.ts";
import { END } from "../../_records.ts";

const planned = (names: readonly string[], state: "run" | "reuse" = "run") =>
  names.map((name) => ({ name, state, reason: "fit.epochs 1 -> 3" }));

const running = (node: string): RunEvent => ({
  type: "node.state",
  node,
  key: "k",
  state: "running",
});

const row = (epoch: number, phase = "full") => ({
  phase,
  epoch,
  epochs: 2,
  train_loss: 1 / epoch,
  valid_loss: 2 / epoch,
  metrics: { error_rate: 0.5 },
  seconds: 1,
});

const batch = (epoch: number, step: number, phase = "full"): RunEvent => ({
  type: "batch",
  phase,
  epoch,
  step,
  steps: 4,
  loss: 1,
  learning_rate: 0.1,
  items_per_second: 10,
  seconds_left: 5,
});

function storyOf(events: readonly RunEvent[]) {
  const story = newStory();
  for (const event of events) told(story, event);
  return story;
}

function statesOf(story: ReturnType<typeof newStory>) {
  const nodes: Iterable<{ name: string; state: string }> = story.nodes.values();
  return Object.fromEntries([...nodes].map(({ name, state }) => [name, state]));
}

const PLAN: RunEvent = {
  type: "plan",
  nodes: [
    ...planned(["fit/frozen/1"], "reuse"),
    ...planned(["fit/full/1", "fit/full/2", "predictions", "model"]),
  ],
};

const NAMES: RunEvent = {
  type: "outlook",
  nodes: [
    ...["source", "label", "split", "statistics", "input", "fit/frozen/1"],
    ...["fit/full/1", "predictions", "metrics/error_rate", "model"],
  ].map((name) => ({ name })),
};

const state = (
  node: string,
  state: "running" | "done" | "reused" | "failed",
): RunEvent => ({ type: "node.state", node, key: null, state });

/** The states of some nodes. */
function those(
  story: ReturnType<typeof newStory>,
  ...names: readonly string[]
) {
  const states = statesOf(story);
  return names.map((name) => states[name]);
}

Deno.test("a story knows what of a run is reused, running, done and stale, and why", () => {
  const story = storyOf([
    { type: "run.start", pipeline: "pets" },
    PLAN,
    running("fit/full/1"),
  ]);
  assert.deepEqual(statesOf(story), {
    "fit/frozen/1": "reused",
    "fit/full/1": "running",
    "fit/full/2": "stale",
    predictions: "stale",
    model: "stale",
  });
  assert.equal(story.nodes.get("fit/full/2")?.reason, "fit.epochs 1 -> 3");
  assert.equal(epochsOf(story), 3);
  assert.deepEqual(phasesOf(story), [
    { phase: "frozen", at: 0 },
    { phase: "full", at: 1 },
  ]);
});

Deno.test("a story claims of no node more than was told of it", () => {
  const story = newStory();
  const front = ["source", "label", "split", "statistics", "model"];
  const after = (...events: readonly RunEvent[]) => {
    for (const event of events) told(story, event);
    return those(story, ...front);
  };
  told(story, { type: "run.start", pipeline: "pets" });
  assert.deepEqual(statesOf(story), {});
  const all = front.map(() => "pending");
  assert.deepEqual(after(NAMES), all);
  assert.deepEqual(
    after(state("source", "running")),
    ["running", ...all.slice(1)],
  );
  assert.deepEqual(
    after(state("source", "done"), state("label", "running")),
    ["done", "running", ...all.slice(2)],
  );
  // Whether it gave what is recorded is known once all of it is there.
  assert.deepEqual(
    after(
      state("label", "done"),
      state("split", "done"),
      state("source", "reused"),
      state("label", "reused"),
    ),
    ["reused", "reused", "done", "pending", "pending"],
  );
  // Why it is not is told afterwards, and changes nothing else.
  assert.deepEqual(
    after({
      type: "outlook",
      nodes: [{ name: "split", state: "run", reason: "split.seed 1 -> 2" }],
    }),
    ["reused", "reused", "done", "pending", "pending"],
  );
  assert.equal(story.nodes.get("split")?.reason, "split.seed 1 -> 2");
  assert.deepEqual(
    after({
      type: "outlook",
      nodes: [
        { name: "statistics", state: "reuse" },
        { name: "model", state: "run", reason: "input split changed" },
      ],
    }),
    ["reused", "reused", "done", "reused", "stale"],
  );
});

Deno.test("a story keeps of what was in sight what is planned", () => {
  const story = storyOf([NAMES, PLAN]);
  assert.deepEqual(those(story, "statistics", "fit/frozen/1", "fit/full/2"), [
    "pending",
    "reused",
    "stale",
  ]);
  assert.equal(story.nodes.has("metrics/error_rate"), false);
  assert.equal(epochsOf(story), 3);
});

Deno.test("a story that ended well has what was done, and no epoch that was not needed", () => {
  const story = storyOf([PLAN, {
    ...END,
    executed: ["fit/full/1", "predictions", "model"],
    reused: ["source", "fit/frozen/1"],
  }]);
  assert.deepEqual(statesOf(story), {
    "fit/frozen/1": "reused",
    "fit/full/1": "done",
    predictions: "done",
    model: "done",
    source: "reused",
  });
});

Deno.test("a story says of what comes after a failure that it waits in vain", () => {
  const story = storyOf([
    NAMES,
    state("source", "done"),
    state("label", "failed"),
    {
      type: "node.state",
      node: "split",
      key: null,
      state: "blocked",
      by: "label",
    },
    { type: "error", message: "Cannot label it", stage: "label" },
    { ...END, status: "failed" },
  ]);
  assert.deepEqual(those(story, "source", "label", "split", "model"), [
    "done",
    "failed",
    "blocked",
    "blocked",
  ]);
  assert.equal(story.nodes.get("model")?.by, "label");
  // Of one whose file does not load nothing was reached, and nothing failed.
  const unread = storyOf([NAMES, { ...END, status: "failed" }]);
  assert.equal(statesOf(unread)["source"], "unreached");
  const stopped = storyOf([NAMES, PLAN, { ...END, status: "cancelled" }]);
  assert.deepEqual(those(stopped, "input", "model"), ["unreached", "stale"]);
});

Deno.test("a story places steps and epochs among all of the run", () => {
  const story = storyOf([
    PLAN,
    { type: "epoch", ...row(1, "frozen") },
    batch(1, 2),
    batch(1, 4),
    { type: "epoch", ...row(1) },
    batch(2, 1),
  ]);
  assert.deepEqual(
    story.points.map(({ x }: { x: number }) => x),
    [1.5, 2, 2.25],
  );
  assert.deepEqual(story.rows.map(({ at }: { at: number }) => at), [0, 1]);
  assert.equal(shareOf(story), 2.25 / 3);
});

Deno.test("a story takes each event once, however often it is sent", () => {
  const story = newStory();
  const events: RunEvent[] = [PLAN, batch(1, 1), { type: "notice", text: "a" }];
  events.forEach((event, at) => told(story, event, at));
  events.forEach((event, at) => told(story, event, at));
  assert.equal(story.count, 3);
  assert.equal(story.points.length, 1);
  assert.deepEqual(story.log, [{ kind: "notice", text: "a" }]);
});

Deno.test("a story tells of a failure, of what waits for it, and of what was stopped or killed", () => {
  const failed = storyOf([
    PLAN,
    running("fit/full/1"),
    { type: "node.state", node: "fit/full/1", key: "k", state: "failed" },
    {
      type: "node.state",
      node: "model",
      key: null,
      state: "blocked",
      by: "fit/full/1",
    },
    { type: "error", message: "Cannot go on", remedy: "Lower it" },
    { ...END, status: "failed" },
  ]);
  const states = statesOf(failed);
  assert.deepEqual(
    [states["fit/full/1"], states["model"]],
    ["failed", "blocked"],
  );
  assert.equal(failed.error?.message, "Cannot go on");
  const stopped = storyOf([PLAN, running("fit/full/1"), {
    ...END,
    status: "cancelled",
  }]);
  assert.equal(statesOf(stopped)["fit/full/1"], "stopped");
  const killed = storyOf([PLAN, running("fit/full/1")]);
  lost(killed);
  assert.equal(statesOf(killed)["fit/full/1"], "killed");
  // Whoever told its end is not gone without a word.
  lost(stopped);
  assert.equal(statesOf(stopped)["fit/full/1"], "stopped");
});

Deno.test("a story of a run that had nothing to do is told by its end", () => {
  const history = [row(1), row(2)];
  const story = storyOf([
    { type: "run.start", pipeline: "pets" },
    {
      ...END,
      history,
      reused: ["source", "fit/full/1", "fit/full/2", "model"],
    },
  ]);
  assert.equal(statesOf(story)["source"], "reused");
  assert.equal(statesOf(story)["model"], "reused");
  assert.equal(story.rows.length, 2);
  assert.equal(shareOf(story), 1);
});

Deno.test("a story tells which claims hold, in figures as the terminal has them", () => {
  const story = newStory();
  const claim = {
    metric: "error_rate",
    relation: "below" as const,
    bound: 0.08,
    text: "error_rate below 0.08",
  };
  told(story, {
    ...END,
    claims: [
      { ...claim, value: 7 / 127, holds: true },
      { ...claim, value: 0.5, holds: false },
    ],
  });
  assert.deepEqual(story.log, [
    { kind: "notice", text: "Claim error_rate below 0.08: holds (0.0551)" },
    {
      kind: "warning",
      text: "Claim error_rate below 0.08: does not hold (0.5000)",
    },
  ]);
});

Deno.test("a story counts what is told again in other figures, and keeps a log that ends", () => {
  const warning = (loss: number): RunEvent => ({
    type: "warning",
    text: `Validation loss rose to ${loss}`,
  });
  const story = storyOf([warning(1.5), warning(2.25), {
    type: "notice",
    text: "other",
  }]);
  assert.deepEqual(story.log, [
    { kind: "warning", text: "Validation loss rose to 2.25", times: 2 },
    { kind: "notice", text: "other" },
  ]);
  const names = Array.from({ length: 3000 }, (_, at) => "x".repeat(at % 7 + 1));
  const long = storyOf(names.map((text) => ({ type: "notice", text })));
  assert.equal(long.log.length, 2000);
});

Deno.test("a story thins the points of a long run, and keeps its last", () => {
  const names = Array.from({ length: 300 }, (_, at) => `fit/full/${at + 1}`);
  const story = storyOf([{ type: "plan", nodes: planned(names) }]);
  for (let at = 0; at < 9000; at++) {
    told(story, batch(Math.floor(at / 30) + 1, at % 30 % 4 + 1));
  }
  assert.ok(story.points.length <= 4000);
  const xs: number[] = story.points.map(({ x }: { x: number }) => x);
  assert.deepEqual(xs, xs.toSorted((a, b) => a - b));
  assert.equal(story.batch?.epoch, 300);
});

Deno.test("a story leaves alone what it does not know", () => {
  const event = { type: "toString" } as unknown as RunEvent;
  assert.equal(storyOf([event]).count, 1);
});
