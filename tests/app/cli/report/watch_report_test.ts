import assert from "node:assert/strict";
import { join } from "node:path";
import type { PlannedNode } from "../../../../src/flow/graph/plan.ts";
import type { WatchEvent, WatchNews } from "../../../../src/app/watch/event.ts";
import {
  planText,
  WatchReport,
} from "../../../../src/app/cli/report/watch_report.ts";
import { callerFolder } from "../../../../src/app/paths.ts";

/** What a report writes to standard output. */
function shown(
  events: readonly WatchEvent[],
  typed = true,
): readonly string[] {
  const out: string[] = [];
  const { log } = console;
  console.log = (line: string) => void out.push(line);
  try {
    const report = new WatchReport({
      command: "deno task train pets",
      screen: false,
      typed,
      verbose: false,
    });
    events.forEach((event) => report.show(event));
  } finally {
    console.log = log;
  }
  return out;
}

function node(name: string, reason?: string): PlannedNode {
  return reason === undefined
    ? { name, state: "reuse", key: null, seconds: 0 }
    : { name, state: "run", key: null, reason, seconds: 4 };
}

type PlanNews = Extract<WatchNews, { type: "watch.plan" }>;

function plan(
  nodes: readonly PlannedNode[],
  seconds: number | null = null,
  waits = false,
): PlanNews {
  return { type: "watch.plan", nodes, seconds, waits };
}

Deno.test("a plan is one line: why, what and how long", () => {
  const nodes = [
    node("input"),
    node("fit/full/1"),
    node("fit/full/2", "fit.epochs 1 -> 3"),
    node("fit/full/3", "the epoch before it changed"),
    node("model", "the epoch before it changed"),
  ];
  assert.equal(
    planText(plan(nodes, 75)),
    "fit.epochs 1 -> 3: fit/full/2-3, model run, about 1m 15s",
  );
  assert.equal(
    planText(plan([node("model", "no record")])),
    "no record: model runs",
  );
  assert.equal(planText(plan([node("model")], 0)), "all of it was done before");
  const many = ["a", "b", "c", "d", "e", "f"].map((name) =>
    node(name, "no record")
  );
  assert.equal(planText(plan(many)), "no record: a, b, c, d and 2 more run");
});

Deno.test("each save is told by the name of its file and what becomes of it", () => {
  const file = join(callerFolder(), "my/pets.ts");
  const saved = { gen: 2, type: "watch.saved", files: [file] } as const;
  assert.deepEqual(
    shown([
      {
        gen: 1,
        type: "watch.files",
        files: [file, join(callerFolder(), "a.ts")],
      },
      { gen: 1, type: "watch.files", files: [file] },
      saved,
      { gen: 2, type: "watch.unchanged", status: "running" },
      saved,
      { gen: 2, ...plan([node("model", "no record")], 90, true) },
      { gen: 2, type: "watch.superseded", by: 3 },
      { gen: 2, type: "watch.follows", after: 1 },
      { gen: 2, type: "watch.end" },
    ]),
    [
      "Watching my/pets.ts and what it imports: a.ts (Enter runs it again, q ends)",
      "my/pets.ts saved: nothing changes; the training goes on",
      "my/pets.ts saved: no record: model runs, about 1m 30s",
      "Waiting: Enter starts it, q ends",
      "Stopping the present training after this step",
      "The present training is a part of it: it goes on",
    ],
  );
});

Deno.test("without a terminal it says that lines are read", () => {
  const [waiting] = shown(
    [{ gen: 2, ...plan([node("model", "no record")], 90, true) }],
    false,
  ).slice(1);
  assert.equal(
    waiting,
    "Waiting: an empty line on standard input starts it, q ends",
  );
});

Deno.test("each run has a table with a head of its own", () => {
  const row = {
    type: "epoch",
    phase: "full",
    epoch: 1,
    epochs: 1,
    train_loss: 0.5,
    valid_loss: 0.25,
    metrics: {},
    seconds: 1,
  } as const;
  const run = (gen: number): readonly WatchEvent[] => [
    { gen, type: "run.start", pipeline: "pets" },
    { gen, ...row },
  ];
  const heads = shown([...run(1), ...run(2)])
    .filter((line) => line.includes("train_loss"));
  assert.equal(heads.length, 2);
});
