import assert from "node:assert/strict";
import { planTable } from "../../../../src/app/cli/report/plan_table.ts";
import type { PlannedNode } from "../../../../src/flow/graph/plan.ts";

const node = (
  name: string,
  state: PlannedNode["state"],
  more: Partial<PlannedNode> = {},
): PlannedNode => ({ name, state, key: null, seconds: 0, ...more });

const nothing = { seconds: 0, notes: [], absent: [] };

Deno.test("planTable() writes a line a node, and neighbouring epochs as one", () => {
  const anew = { reason: "the epoch before it changed", seconds: 40 };
  assert.deepEqual(
    planTable({
      nodes: [
        node("source", "reuse"),
        node("fit/frozen/1", "reuse"),
        node("fit/full/1", "continue", {
          from: "step 40 of 92",
          reason: "no record",
          seconds: 20,
        }),
        node("fit/full/2", "run", anew),
        node("fit/full/3", "run", anew),
        node("model", "run", { reason: "no record", seconds: 0.5 }),
      ],
      seconds: 100.5,
      notes: ["A phase may stop"],
      absent: [],
    }),
    [
      "reuse     source",
      "reuse     fit/frozen/1",
      "continue  fit/full/1    20s     from step 40 of 92: no record",
      "run       fit/full/2-3  1m 20s  the epoch before it changed",
      "run       model         0.5s    no record",
      "A phase may stop",
      "About 1m 41s in all",
    ],
  );
});

Deno.test("planTable() keeps epochs apart of which something else is to be said", () => {
  const lines = planTable({
    ...nothing,
    nodes: [
      node("fit/a/1", "reuse"),
      node("fit/a/2", "run", { reason: "no record" }),
      node("fit/a/3", "run", { reason: "no record", seconds: null }),
      node("fit/b/1", "run", { reason: "no record", seconds: null }),
    ],
    seconds: null,
  });
  assert.equal(lines.length, 5);
  assert.equal(lines[4], "Time not known: no earlier run tells it");
});

Deno.test("planTable() says what is fetched, drawn, done and not known", () => {
  assert.deepEqual(
    planTable({
      ...nothing,
      nodes: [node("model", "reuse")],
      absent: [
        { kind: "dataset", name: "pets", url: "https://a/b", bytes: 2048 },
        { kind: "weights", name: "w", url: "https://a/w" },
        { kind: "drawing", name: "shapes", items: 12 },
      ],
    }),
    [
      "To download: pets (2.0 KiB) from https://a/b",
      "To download: w (size not known) from https://a/w",
      "To draw: shapes (12 items)",
      "reuse  model",
      "Nothing to do: every step was done before",
    ],
  );
  assert.equal(
    planTable({
      ...nothing,
      nodes: [
        node("fit/a/1", "run", { seconds: null }),
        node("model", "run", { seconds: 3 }),
      ],
      seconds: null,
    }).at(-1),
    "Time not known: no earlier run tells that of fit/a/1; the rest takes about 3.0s",
  );
});
