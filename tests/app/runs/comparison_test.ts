import assert from "node:assert/strict";
import { compareRuns, type Side } from "../../../src/app/runs/comparison.ts";
import type { PipelineDescription } from "../../../src/flow/pipeline/description.ts";
import { node, record } from "../_records.ts";

const stage = (op: string, params = {}) => ({ op, version: 1, params });

const description = (epochs: number, size = 64): PipelineDescription => ({
  format: 1,
  source: stage("rows"),
  split: stage("random", { seed: 1 }),
  input: stage("image", { size }),
  transforms: [],
  architecture: stage("mlp"),
  loss: stage("crossEntropy"),
  metrics: [stage("errorRate")],
  fit: stage("constant", { epochs }),
});

const front = (hashes: Partial<Record<string, string>> = {}) =>
  ["source", "label", "split"].map((name) =>
    node(name, null, { params: {}, outHash: hashes[name] ?? name })
  );

const side = (changes: Partial<Side> = {}): Side => ({
  run: record("r1", { description: description(1) }),
  nodes: [...front(), node("input", "i"), node("model", "m")],
  ...changes,
});

Deno.test("compareRuns() says that a run done twice is equal", () => {
  const again = side({
    run: record("r2", {
      description: description(1),
      seconds: 9,
      executed: [],
      reused: ["model"],
    }),
  });
  const compared = compareRuns(side(), again);
  assert.deepEqual(
    [compared.equal, compared.first, compared.params],
    [true, null, []],
  );
  assert.deepEqual(compared.metrics, [
    { name: "error_rate", before: 0.1, after: 0.1, difference: 0 },
  ]);
});

Deno.test("compareRuns() names params, metrics with their difference, and the first node", () => {
  const other = side({
    run: record("r2", {
      description: description(3, 128),
      metrics: { error_rate: 0.25, accuracy: 0.75 },
      adapter: { name: "a card" },
    }),
    nodes: [
      ...front(),
      node("input", "j", { params: { size: 128 } }),
      node("model", "n"),
    ],
  });
  const adapter = { name: "a chip" };
  const known = record("r1", { description: description(1), adapter });
  const { equal, ...compared } = compareRuns(side({ run: known }), other);
  assert.equal(equal, false);
  assert.deepEqual(compared, {
    knobs: [],
    params: [
      { path: "input.size", before: 64, after: 128 },
      { path: "fit.epochs", before: 1, after: 3 },
    ],
    machine: [{ path: "name", before: "a chip", after: "a card" }],
    metrics: [
      { name: "error_rate", before: 0.1, after: 0.25, difference: 0.15 },
      { name: "accuracy", before: null, after: 0.75, difference: null },
    ],
    first: { node: "input", why: ["input.size 64 -> 128"] },
  });
  // One that came to no end does not tell what it was computed on.
  assert.deepEqual(compareRuns(side(), other).machine, []);
});

Deno.test("compareRuns() tells a knob from the params that it changes", () => {
  const turned = (epochs: number, knobs?: Record<string, number>) =>
    side({
      run: record("r", {
        description: { ...description(epochs), ...knobs ? { knobs } : {} },
      }),
    });
  const { knobs, params } = compareRuns(
    turned(1, { days: 1, rate: 2 }),
    turned(3, { days: 3, rate: 2 }),
  );
  assert.deepEqual(knobs, [{ path: "days", before: 1, after: 3 }]);
  assert.deepEqual(params, [{ path: "fit.epochs", before: 1, after: 3 }]);
  const made = compareRuns(turned(1), turned(1, { days: 1 }));
  assert.deepEqual(made.knobs, [{ path: "days", before: undefined, after: 1 }]);
  assert.deepEqual([made.params, made.equal], [[], false]);
});

Deno.test("compareRuns() tells what functions and files gave, which no param says", () => {
  const cases = [
    [{ source: "more" }, "source", "its items are others"],
    [{ label: "other" }, "label", "its labels are others"],
    [{ split: "other" }, "split", "its sets are others"],
  ] as const;
  for (const [hashes, name, why] of cases) {
    const other = side({ nodes: [...front(hashes), node("input", "j")] });
    const { first, params } = compareRuns(side(), other);
    assert.deepEqual(first, { node: name, why: [why] });
    assert.deepEqual(params, []);
  }
});

Deno.test("compareRuns() tells versions, inputs and results that are others", () => {
  const first = (changes: Parameters<typeof node>[2], key = "j") =>
    compareRuns(
      side(),
      side({ nodes: [...front(), node("input", key, changes)] }),
    ).first;
  assert.deepEqual(first({ version: 2 })?.why, ["version 1 -> 2"]);
  assert.deepEqual(first({ inputs: { items: "x" } })?.why, [
    "input items changed",
  ]);
  assert.deepEqual(first({ after: "e" })?.why, [
    "what comes before it is another",
  ]);
  const made = (outHash: string) =>
    side({ nodes: [...front(), node("input", "i", { outHash })] });
  assert.deepEqual(compareRuns(made("x"), made("y")).first, {
    node: "input",
    why: ["the same key gave another result: it was computed twice"],
  });
  // Thinned away, or collected: nothing says that it was another.
  assert.equal(compareRuns(side(), made("x")).first?.node, "model");
});

Deno.test("compareRuns() names the first node that one run alone has", () => {
  const epochs = (count: number) =>
    side({
      nodes: [
        ...front(),
        ...Array.from({ length: count }, (_, at) => node(`fit/${at}`, `${at}`)),
        node("model", `of ${count}`),
      ],
    });
  assert.deepEqual(compareRuns(epochs(1), epochs(3)).first, {
    node: "fit/1",
    why: ["only the second run has it"],
  });
  assert.deepEqual(compareRuns(epochs(3), epochs(1)).first, {
    node: "fit/1",
    why: ["only the first run has it"],
  });
});

Deno.test("compareRuns() does not call runs equal of which it knows no node", () => {
  const failed = side({
    run: record("r2", { status: "failed", metrics: {} }),
    nodes: [],
  });
  const { equal, first } = compareRuns(failed, failed);
  assert.deepEqual([equal, first], [false, null]);
});
