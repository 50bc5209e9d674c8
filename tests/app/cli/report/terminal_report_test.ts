import assert from "node:assert/strict";
import type {
  Decision,
  RunEnd,
  RunEvent,
} from "../../../../src/flow/events/event.ts";
import { TerminalReport } from "../../../../src/app/cli/report/terminal_report.ts";

/** What a report writes to both streams for some events, piped. */
function shown(
  events: readonly RunEvent[],
  verbose = false,
): { readonly out: readonly string[]; readonly err: readonly string[] } {
  const out: string[] = [];
  const err: string[] = [];
  const { log, error } = console;
  console.log = (line: string) => void out.push(line);
  console.error = (line: string) => void err.push(line);
  try {
    const report = new TerminalReport("deno task train pets", false, verbose);
    for (const event of events) report.show(event);
  } finally {
    console.log = log;
    console.error = error;
  }
  return { out, err };
}

const row = {
  phase: "training",
  epoch: 1,
  epochs: 1,
  train_loss: 0.5,
  valid_loss: 0.25,
  metrics: { error_rate: 0.0625 },
  seconds: 2,
};

const end: RunEnd = {
  type: "run.end",
  status: "ok",
  metrics: { error_rate: 0.0625 },
  baseline: { error_rate: 0.5 },
  executed: ["fit/training/1", "model"],
  reused: [],
  adapter: null,
  seconds: 12.3,
  model: "/models/pets",
  outputs: {},
  history: [row],
};

Deno.test("a report sets the baseline beside the result", () => {
  const { out, err } = shown([
    { type: "run.start", pipeline: "pets" },
    { type: "notice", text: "This is the drawn sample" },
    { type: "progress", node: "input", done: 1, total: 2 },
    { type: "plan", nodes: [{ name: "model", state: "run" }] },
    { type: "adapter", adapter: { description: "a GPU" } },
    {
      type: "batch",
      phase: "training",
      epoch: 1,
      step: 1,
      steps: 2,
      loss: 1,
      items_per_second: 10,
      seconds_left: 3,
      learning_rate: 0.1,
    },
    { type: "epoch", ...row },
    { type: "warning", text: "Validation loss rose", stage: "fit" },
    end,
  ]);
  assert.deepEqual(err, []);
  assert.deepEqual(out, [
    "This is the drawn sample",
    "To do: model",
    "Computing on a GPU",
    "",
    "training",
    "       epoch  train_loss  valid_loss  error_rate        time",
    "         1/1      0.5000      0.2500      0.0625        2.0s",
    "Warning: Validation loss rose",
    "",
    "error_rate 0.0625   (guessing without looking: 0.5000)",
    "Model: /models/pets",
    "12s in all",
  ]);
});

Deno.test("a report tells how long training waited for data, of the epoch that did longest", () => {
  const epochs = [0.0123, 0.0416, 0].map((waiting, at): RunEvent => ({
    ...row,
    type: "epoch",
    epoch: at + 1,
    epochs: 3,
    waiting,
  }));
  assert.deepEqual(shown([...epochs, end]).out.slice(-3), [
    "Model: /models/pets",
    "Waiting for data: 4.2 % of an epoch at most",
    "12s in all",
  ]);
  const line = "Waiting for data: <0.1 % of an epoch at most";
  assert.ok(shown([...epochs.slice(2), end]).out.includes(line));
  const untold = shown([{ type: "epoch", ...row }, end]).out;
  assert.ok(!untold.some((line) => line.startsWith("Waiting")));
});

Deno.test("a report tells of steps and kernels where it is verbose, and only there", () => {
  const engine: RunEvent = {
    type: "engine",
    steps: { replayed: 8, anew: 2 },
    replay_bytes: 2048,
    kernels: { Conv2D: 3 },
    fallbacks: [
      { kernel: "Sum", on: "[4,2]", why: "the last axis is reduced", calls: 1 },
    ],
    others: {},
  };
  assert.ok(shown([engine, end]).out[1]?.startsWith("error_rate "));
  const { out } = shown([engine, end], true);
  assert.deepEqual(out.slice(0, 7), [
    "",
    "Steps: 8 replayed, 2 done anew; 2.0 KiB kept on the device to replay them",
    "All convolutions ran on Leat's kernels",
    "Kernels of tfjs ran in place of Leat's, by calls (replays make none):",
    "  1 x Sum: the last axis is reduced ([4,2])",
    "",
    "error_rate 0.0625   (guessing without looking: 0.5000)",
  ]);
  const nothing = shown([{ ...end, executed: [] }], true).out;
  const line = "Nothing was computed on the device, so no kernel ran";
  assert.ok(nothing.includes(line));
  assert.ok(!shown([{ ...end, executed: [] }]).out.includes(line));
});

Deno.test("a report of a run that had nothing to do shows the table again", () => {
  const { out } = shown([{ ...end, executed: [] }]);
  assert.equal(out[0], "Nothing to do: every step was done before");
  assert.ok(out.some((line) => line.includes("1/1")));
  assert.ok(out.some((line) => line.startsWith("Model: ")));
});

Deno.test("a report tells a decision behind the epoch that it was made at", () => {
  const decision: Decision = {
    callback: "keepBest",
    phase: "training",
    after: 1,
    epoch: 1,
    monitor: "valid_loss",
    text: "Kept epoch 1 (valid_loss 0.25)",
  };
  const next = { ...row, phase: "full" };
  const told = shown([
    { type: "epoch", ...row },
    { type: "decision", ...decision },
    { type: "epoch", ...next },
  ]).out;
  assert.equal(told.indexOf(decision.text), 4);
  assert.equal(told.indexOf("full"), 6);
  const again = shown([{
    ...end,
    executed: [],
    history: [row, next],
    decisions: [decision],
  }]).out;
  assert.deepEqual(again.slice(1, 1 + told.length), told);
});

Deno.test("a report names ten unreadable items and counts the rest", () => {
  const events = Array.from({ length: 13 }, (_, at): RunEvent => ({
    type: "unreadable",
    item: `${at}.jpg`,
    why: at === 0
      ? "of another format"
      : `Cannot read image "${at}.jpg": empty`,
  }));
  const { out } = shown([...events, end]);
  const left = out.filter((line) => line.startsWith("Left out: "));
  assert.equal(left.length, 11);
  assert.equal(left[0], "Left out: 0.jpg: of another format");
  assert.equal(left[1], 'Left out: Cannot read image "1.jpg": empty');
  assert.equal(left[10], "Left out: 13 items in all, 10 are named above");
});

Deno.test("a report warns of the same once, whatever the figures", () => {
  const { out } = shown([
    { type: "warning", stage: "fit", text: "Loss rose (0.5 to 0.6)" },
    { type: "warning", stage: "fit", text: "Loss rose (0.6 to 0.71)" },
    { type: "warning", stage: "split", text: "Rows are dated" },
  ]);
  assert.deepEqual(out, [
    "Warning: Loss rose (0.5 to 0.6)",
    "Warning: Rows are dated",
  ]);
});

Deno.test("a report names a download once, with its size", () => {
  const download = (done: number): RunEvent => ({
    type: "download",
    url: "https://example.org/pets.tgz",
    done,
    total: 1536,
  });
  assert.deepEqual(shown([download(0), download(500), download(1536)]).out, [
    "Downloading https://example.org/pets.tgz (1.5 KiB)",
  ]);
});

Deno.test("a report of an error says where, what and what to do", () => {
  const failed: RunEnd = { ...end, status: "failed", model: null };
  const { out, err } = shown([
    {
      type: "error",
      message: 'Cannot label "7": seven',
      stage: "label",
      item: "7",
      remedy: "Make the label function answer for this item",
    },
    failed,
  ]);
  assert.deepEqual(out, []);
  assert.deepEqual(err, [
    'Error (label): Cannot label "7": seven',
    "  Make the label function answer for this item",
  ]);
  const bare = shown([{ type: "error", message: "No", stage: "command" }]);
  assert.deepEqual(bare.err, ["Error: No"]);
});

Deno.test("a report of a stopped run says how to go on", () => {
  const { out } = shown([{ ...end, status: "cancelled", model: null }]);
  assert.deepEqual(out, [
    "Stopped. To go on from there: deno task train pets",
  ]);
});

const claim = {
  text: "error_rate below 0.0625",
  metric: "error_rate",
  relation: "below",
  bound: 0.0625,
  value: 0.06251,
  holds: false,
} as const;

Deno.test("a report says of each claim whether it is so", () => {
  const above = {
    ...claim,
    text: "error_rate above 0.05",
    relation: "above",
    bound: 0.05,
    holds: true,
  } as const;
  const { out } = shown([{
    ...end,
    status: "failed",
    claims: [claim, above],
  }]);
  assert.deepEqual(out, [
    "",
    "error_rate 0.0625   (guessing without looking: 0.5000)",
    "error_rate below 0.0625: 0.06251, false",
    "error_rate above 0.05: 0.0625, true",
    "Model: /models/pets",
    "12s in all",
  ]);
});

Deno.test("a report says why a false claim is no failure", () => {
  const { out } = shown([{ ...end, claims: [claim] }]);
  assert.equal(
    out.at(-3),
    "A false claim is no failure under --set: it is of what the file gives",
  );
});

Deno.test("a report tells what knobs are, before anything else", () => {
  const { out } = shown([
    { type: "run.start", pipeline: "pets" },
    {
      type: "knobs",
      knobs: { learningRate: 1e-3, order: "torch", hidden: [8, 4], on: true },
    },
  ]);
  assert.deepEqual(out, [
    'Knobs: learningRate 0.001, order "torch", hidden [8,4], on true',
  ]);
});

Deno.test("a report names the record of a run where it is verbose, and only there", () => {
  const recorded = { ...end, run: "20261127-100001-pets-3f2a91" };
  const named = (verbose: boolean) =>
    shown([recorded], verbose).out.filter((line) => line.startsWith("Run: "));
  assert.deepEqual(named(true), ["Run: 20261127-100001-pets-3f2a91"]);
  assert.deepEqual(named(false), []);
});
