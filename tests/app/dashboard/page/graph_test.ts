import assert from "node:assert/strict";
import {
  columnsOf,
  graphOf,
} from "../../../../src/app/dashboard/page/graph.mjs";

interface Node {
  readonly name: string;
  readonly state: string;
  readonly reason?: string;
  readonly seconds?: number;
}

const nodes = (names: readonly string[], state = "done"): Node[] =>
  names.map((name) => ({ name, state }));

const epochs = (phase: string, count: number, state = "done") =>
  nodes(
    Array.from({ length: count }, (_, at) => `fit/${phase}/${at + 1}`),
    state,
  );

const FRONT = ["source", "label", "split", "statistics", "input"];

Deno.test("graphOf() draws the epochs of a phase as one node, after one another", () => {
  const graph = graphOf([
    ...nodes(["model", "predictions", "metrics/error_rate", ...FRONT]),
    ...epochs("frozen", 1),
    ...epochs("full", 300),
  ]);
  assert.deepEqual(columnsOf(graph), [
    ["source"],
    ["label"],
    ["split"],
    ["statistics"],
    ["input"],
    ["fit/frozen"],
    ["fit/full"],
    ["predictions", "model"],
    ["metrics/error_rate"],
  ]);
  const full = graph.nodes.find(({ id }: { id: string }) => id === "fit/full");
  assert.deepEqual([full?.done, full?.total], [300, 300]);
  assert.equal(graph.nodes.at(-1)?.title, "error rate");
});

Deno.test("graphOf() gives a phase the most urgent state of its epochs, with the first reason", () => {
  const of = (...states: string[]) =>
    graphOf(states.map((state, at) => ({
      name: `fit/full/${at + 1}`,
      state,
      ...state === "stale" ? { reason: `reason ${at + 1}` } : {},
      seconds: 2,
    }))).nodes[0]!;
  assert.equal(of("reused", "reused").state, "reused");
  assert.equal(of("reused", "done").state, "done");
  const partly = of("reused", "stale", "stale");
  assert.deepEqual(
    [partly.state, partly.reason, partly.done, partly.seconds],
    ["stale", "reason 2", 1, 6],
  );
  assert.equal(of("done", "running", "stale").state, "running");
  assert.equal(of("done", "failed", "blocked").state, "failed");
  assert.equal(of("done", "stopped", "stale").state, "stopped");
  assert.equal(of("killed").state, "killed");
});

Deno.test("graphOf() draws a single node, and none", () => {
  assert.deepEqual(graphOf([]), { nodes: [], edges: [] });
  const graph = graphOf(nodes(["source"], "running"));
  assert.deepEqual(columnsOf(graph), [["source"]]);
  assert.deepEqual(graph.edges, []);
});

Deno.test("graphOf() draws many metrics as some and a rest", () => {
  const metrics = Array.from({ length: 30 }, (_, at) => `metrics/m${at}`);
  const graph = graphOf(nodes([...FRONT, "predictions", ...metrics]));
  const last = graph.nodes.at(-1);
  assert.equal(last?.title, "23 more metrics");
  assert.equal(last?.members.length, 23);
  assert.ok(columnsOf(graph).every(({ length }: string[]) => length <= 8));
});
