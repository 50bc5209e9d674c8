import assert from "node:assert/strict";
import { columns } from "../../../../src/app/cli/report/columns.ts";
import { comparisonLines } from "../../../../src/app/cli/report/comparison_lines.ts";
import {
  pipelineText,
  runList,
} from "../../../../src/app/cli/report/run_list.ts";
import { commandOf, runPage } from "../../../../src/app/cli/report/run_page.ts";
import { compareRuns } from "../../../../src/app/runs/comparison.ts";
import { nodesTold } from "../../../../src/app/runs/run_details.ts";
import { node, record } from "../../_records.ts";

const stage = (op: string, params = {}) => ({ op, version: 1, params });

const description = {
  format: 1,
  source: stage("rows", { rows: Array.from({ length: 99 }, () => 12345) }),
  split: stage("random", { valid: 0.2, seed: 1 }),
  input: stage("image", { size: 64 }),
  transforms: [stage("flip"), stage("rotate", { degrees: 10 })],
  architecture: stage("mlp"),
  loss: stage("crossEntropy"),
  metrics: [stage("errorRate")],
  fit: stage("constant", { optimizer: { op: "sgd", momentum: 0.9 } }),
  knobs: { hidden: 4 },
} as const;

const run = record("20261127-100001-pets-3f2a91", {
  description: {
    ...description,
    transforms: [...description.transforms],
    metrics: [...description.metrics],
  },
});

Deno.test("columns() puts cells below each other and leaves no blanks at the end", () => {
  assert.deepEqual(columns([["a", "", "1"], ["bc", "d"]], { right: [2] }), [
    "a      1",
    "bc  d",
  ]);
  assert.deepEqual(columns([]), []);
});

Deno.test("runList() tells how runs went, and of one that goes on how long", () => {
  const now = Date.parse(run.started) + 75_000;
  const lines = runList([
    { run: { ...run, metrics: {}, status: "running" }, status: "running" },
    { run: { ...run, status: "running", settings: [] }, status: "killed" },
    { run: { ...run, status: "failed", metrics: {} }, status: "failed" },
    { run, status: "ok" },
  ], now).map((line) => line.replace(/\d{4}-\d\d-\d\d \d\d:\d\d/, "WHEN"));
  assert.deepEqual(lines.slice(1), [
    "3f2a91  WHEN  pets      running                     1m 15s  fit.epochs=3",
    "3f2a91  WHEN  pets      killed   error_rate 0.1000",
    "3f2a91  WHEN  pets      failed                        2.0s  fit.epochs=3",
    "3f2a91  WHEN  pets      ok       error_rate 0.1000    2.0s  fit.epochs=3",
  ]);
});

Deno.test("pipelineText() shortens a checksum", () => {
  const root = "0123456789abcdef".repeat(4);
  const url = "https://host.example/p.ts";
  for (
    const [spoken, text] of [
      ["pets#full", "pets#full"],
      [`${url}#sha256=${root}`, `${url}#sha256=0123456789…`],
      [`${url}#sha256=${root}&full`, `${url}#sha256=0123456789…&full`],
    ] as const
  ) assert.equal(pipelineText(spoken), text);
});

Deno.test("runPage() tells all that is known of a run", () => {
  const page = runPage({
    run: {
      ...run,
      flags: ["--strict"],
      versions: { deno: "2.9.6", tfjs: "4.22.0" },
      adapter: { name: "card", description: "A card", deno: "2.9.5" },
      claims: [{
        text: "error_rate below 0.08",
        metric: "error_rate",
        relation: "below",
        bound: 0.08,
        value: 0.1,
        holds: false,
      }],
    },
    status: "failed",
    nodes: [
      { name: "label", key: null, state: "computed", seconds: null },
      { name: "input", key: "0123456789abcdef", state: "reused", seconds: 3 },
    ],
    history: [{
      phase: "training",
      epoch: 1,
      epochs: 1,
      train_loss: 1,
      valid_loss: 2,
      metrics: {},
      seconds: 3,
    }],
    error: { type: "error", message: "It claims too much", remedy: "Do less" },
    openings: [{
      id: 1,
      when: run.started,
      pipeline: "pets",
      slug: "pets",
      testSet: "t",
      count: 5,
      checkpoint: "c",
      reason: "to know",
      outcome: null,
    }],
  }, "/elsewhere").join("\n");
  const told = [
    "Run 20261127-100001-pets-3f2a91\n  pipeline     pets\n",
    "\n  file         /pipelines/pets.ts\n",
    "\n  status       failed after 2.0s\n",
    "\n  set          fit.epochs=3\n  flags        --strict\n",
    "\n  computed on  A card, deno 2.9.5, tfjs 4.22.0\n",
    "\n  transforms    flip()\n                rotate({ degrees: 10 })\n",
    "constant({ optimizer: sgd({ momentum: 0.9 }) })\n",
    "\nKnobs\n  hidden 4\n",
    "\nEpochs\n  training\n",
    "\n  error_rate  0.1000  (guessing without looking: 0.4000)\n",
    "\nClaims\n  error_rate below 0.08: 0.1000, false\n",
    "\nNodes\n  label              computed\n  input  0123456789  reused    3.0s\n",
    "\nError\n  Error: It claims too much\n    Do less\n",
    '  came to no end  "to know" (pets)\n',
    "\n  deno task train pets --set fit.epochs=3 --strict",
  ];
  for (const text of told) assert.ok(page.includes(text), `${text}\n${page}`);
  assert.ok(page.split("\n").every((line) => line.length < 200));
});

Deno.test("runPage() leaves out what a killed run did not come to", () => {
  const lines = runPage({
    run: { ...run, description: null, metrics: {}, status: "running" },
    status: "killed",
    nodes: nodesTold([
      {
        type: "node.state",
        node: "input",
        key: "k".repeat(64),
        state: "running",
      },
      {
        type: "node.state",
        node: "input",
        key: "k".repeat(64),
        state: "done",
        seconds: 2,
      },
      {
        type: "node.state",
        node: "fit/1",
        key: "e".repeat(64),
        state: "running",
      },
    ]),
    history: [],
    error: null,
    openings: [],
  }, "/");
  const titles = lines.filter((line) => /^\S/.test(line));
  assert.deepEqual(titles, [
    "Run 20261127-100001-pets-3f2a91",
    "Nodes",
    "To do it again, with the file as it was",
  ]);
  const text = lines.join("\n");
  assert.match(text, /input {2}kkkkkkkkkk {2}computed {2}2\.0s/);
  assert.match(text, /fit\/1 {2}eeeeeeeeee {2}running/);
  assert.match(text, /Its process was killed/);
});

Deno.test("commandOf() names a file from where one is, and quotes what a shell would not take", () => {
  const own = {
    ...run,
    pipeline: "./mine.ts#full",
    file: "/home/me/my work/mine.ts",
    export: "full",
    settings: [{ path: "input.columns", value: ["a b"] }],
  };
  assert.equal(
    commandOf(own, "/home/me"),
    `deno task train './my work/mine.ts#full' --set 'input.columns=["a b"]'`,
  );
  assert.equal(
    commandOf({ ...own, settings: [] }, "/tmp"),
    "deno task train '/home/me/my work/mine.ts#full'",
  );
  assert.equal(
    commandOf({ ...run, pipeline: "pets#full", settings: [] }, "/tmp"),
    "deno task train pets#full",
  );
});

Deno.test("comparisonLines() puts two runs side by side and says what differs first", () => {
  const before = { run, status: "ok", nodes: [node("input", "i")] } as const;
  const after = {
    run: record("20261127-100002-pets-beef00", {
      description: {
        ...run.description!,
        input: stage("image", { size: 128 }),
      },
      metrics: { error_rate: 0.05 },
      settings: [],
    }),
    status: "ok",
    nodes: [node("input", "j", { params: { size: 128 } })],
  } as const;
  const text = comparisonLines(before, after, compareRuns(before, after))
    .join("\n");
  const told = [
    "            3f2a91                beef00\n",
    "\nerror_rate  0.1000                0.0500                -0.0500\n",
    "\nset         fit.epochs=3          -\n",
    "\nParams\n  input.size 64 -> 128\n",
    "\nThe first node that differs is input: input.size 64 -> 128",
  ];
  for (const each of told) assert.ok(text.includes(each), text);
  const last = (other: typeof before) =>
    comparisonLines(before, other, compareRuns(before, other)).at(-1);
  assert.equal(
    last(before),
    "The runs are equal: the same nodes with the same results",
  );
  const failed = comparisonLines(
    before,
    { ...before, status: "failed", nodes: [] },
    compareRuns(before, { ...before, nodes: [] }),
  );
  assert.equal(
    failed.at(-1),
    "Run 3f2a91 (failed) came to no end, so that its nodes are not known",
  );
});
