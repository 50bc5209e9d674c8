import assert from "node:assert/strict";
import { evaluationLines } from "../../../../src/app/cli/report/evaluation_lines.ts";
import { openedBefore } from "../../../../src/app/cli/report/opening_lines.ts";
import type { EvaluationEnd } from "../../../../src/app/run/evaluate.ts";

const opening = (id: number, testSet = "t") => ({
  id,
  when: "2026-11-27T10:00:00.000Z",
  pipeline: "pets#full",
  slug: "pets-full",
  testSet,
  count: 5,
  checkpoint: "c",
  reason: `reason ${id}`,
  outcome: { metrics: { error_rate: 0.25 }, baseline: {}, keys: [] },
});

const end: EvaluationEnd = {
  type: "evaluation.end",
  status: "ok",
  validation: {
    metrics: { error_rate: 0.125 },
    baseline: { error_rate: 0.5 },
    count: 16,
  },
  test: null,
  checkpoint: "c",
  executed: [],
  adapter: null,
  seconds: 1,
};

Deno.test("evaluationLines() tells the validation set beside what guessing gives", () => {
  assert.deepEqual(evaluationLines("pets", end).slice(0, 3), [
    "",
    "            validation  16 items",
    "error_rate      0.1250  (guessing 0.5000)",
  ]);
});

Deno.test("evaluationLines() tells the test set beside it, and first how often it was opened", () => {
  const lines = evaluationLines("pets", {
    ...end,
    test: {
      metrics: { error_rate: 0.25 },
      baseline: { error_rate: 0.4 },
      count: 5,
      reason: "final figure",
      testSet: "t",
      before: [opening(1)],
    },
  });
  assert.deepEqual(
    lines.slice(0, 7).map((line) => line.replace(/2026-\S+ \S+/, "WHEN")),
    [
      "",
      "The test set of pets was opened once before:",
      '  WHEN  error_rate 0.2500  "reason 1" (pets#full)',
      'This opening is number 2: "final figure"',
      "",
      "            validation  16 items             test  5 items",
      "error_rate      0.1250  (guessing 0.5000)  0.2500  (guessing 0.4000)",
    ],
  );
});

Deno.test("evaluationLines() tells nothing of what came to nothing", () => {
  const nothing = { ...end, validation: null } as const;
  assert.deepEqual(
    evaluationLines("pets", { ...nothing, status: "failed" }),
    [],
  );
  assert.deepEqual(
    evaluationLines("pets", { ...nothing, status: "cancelled" }),
    ["Stopped"],
  );
});

Deno.test("openedBefore() names the latest openings and marks those of other items", () => {
  assert.deepEqual(openedBefore("pets", [], "t"), [
    "The test set of pets was never opened before",
  ]);
  const many = Array.from({ length: 12 }, (_, at) => opening(at, "other"));
  const lines = openedBefore("pets", many, "t");
  assert.equal(lines[0], "The test set of pets was opened 12 times before:");
  assert.equal(lines[1], "  … 2 earlier ones");
  assert.equal(lines.length, 12);
  assert.match(
    lines.at(-1) ?? "",
    /"reason 11" \(pets#full, of other items\)$/,
  );
});
