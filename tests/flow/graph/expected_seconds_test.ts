import assert from "node:assert/strict";
import { expectedSeconds } from "../../../src/flow/graph/expected_seconds.ts";
import type { Outlook, PastRun } from "../../../src/flow/graph/outlook.ts";
import type { Json } from "../../../src/flow/kinds/json.ts";

interface Parts {
  readonly seconds?: number | null;
  readonly items?: number;
  readonly params?: Json;
}

function node(
  name: string,
  kind: string,
  { seconds = null, items, params = {} }: Parts = {},
): Outlook {
  return {
    name,
    kind,
    version: 1,
    params,
    inputs: {},
    key: null,
    outHash: null,
    seconds,
    ...items === undefined ? {} : { items },
    fate: "run",
    reads: {},
  };
}

const start = (architecture: string) =>
  node("architecture", "start", { params: { architecture } });

const told = (now: readonly Outlook[], ...runs: readonly PastRun[]) =>
  expectedSeconds(now, { runs, failed: [] });

Deno.test("nothing is expected where no run tells", () => {
  const now = [node("input", "input"), node("fit/a/1", "epoch")];
  for (const { name } of now) {
    assert.deepEqual(told(now).get(name), { seconds: null, rough: false });
  }
});

Deno.test("an epoch takes the median of its own phase, of others where there is none", () => {
  const run = {
    nodes: [
      node("fit/frozen/1", "epoch", { seconds: 2 }),
      node("fit/full/1", "epoch", { seconds: 10 }),
      node("fit/full/2", "epoch", { seconds: 30 }),
      node("fit/full/3", "epoch", { seconds: 12 }),
      node("fit/full/4", "epoch", { seconds: null }),
    ],
  };
  const names = ["fit/frozen/1", "fit/full/9", "fit/other/1"];
  const expected = told(names.map((name) => node(name, "epoch")), run);
  assert.deepEqual(
    names.map((name) => expected.get(name)?.seconds),
    [2, 12, 11],
  );
});

Deno.test("times grow with items, and shrink by what is done", () => {
  const run = { nodes: [node("fit/a/1", "epoch", { seconds: 8, items: 100 })] };
  const now = node("fit/a/1", "epoch", { items: 250 });
  assert.equal(told([now], run).get(now.name)?.seconds, 20);
  const half = { ...now, fate: "continue", left: 0.5 } as const;
  assert.equal(told([half], run).get(now.name)?.seconds, 10);
  // Where one of both is not known, nothing is scaled.
  const uncounted = node("fit/a/1", "epoch");
  assert.equal(told([uncounted], run).get(now.name)?.seconds, 8);
});

Deno.test("the latest run with the same network tells, any other one roughly", () => {
  const run = (architecture: string, seconds: number) => ({
    nodes: [start(architecture), node("fit/a/1", "epoch", { seconds })],
  });
  const now = (architecture: string) => [
    start(architecture),
    node("fit/a/1", "epoch"),
  ];
  const runs = [run("small", 1), run("large", 5), run("large", 9)];
  assert.deepEqual(told(now("large"), ...runs).get("fit/a/1"), {
    seconds: 5,
    rough: false,
  });
  assert.deepEqual(told(now("huge"), ...runs).get("fit/a/1"), {
    seconds: 1,
    rough: true,
  });
});

Deno.test("what is stored of a run that was stopped tells of the rest", () => {
  const done: Outlook = {
    ...node("fit/a/1", "epoch", { seconds: 4 }),
    fate: "reuse",
  };
  const now = [done, node("fit/a/2", "epoch")];
  assert.equal(told(now).get("fit/a/1")?.seconds, 0);
  assert.equal(told(now).get("fit/a/2")?.seconds, 4);
});

Deno.test("a metric that is new takes as long as others", () => {
  const run = { nodes: [node("metrics/f1", "metric", { seconds: 0.25 })] };
  const now = node("metrics/accuracy", "metric");
  assert.equal(told([now], run).get(now.name)?.seconds, 0.25);
});

Deno.test("what is done while planning takes no time, unless it is fetched", () => {
  const now = node("source", "source");
  assert.equal(told([now]).get("source")?.seconds, 0);
  const far = { ...now, because: "not here yet" };
  assert.equal(told([far]).get("source")?.seconds, null);
});
