import assert from "node:assert/strict";
import {
  joined,
  planLines,
} from "../../../../src/app/cli/report/plan_lines.ts";

Deno.test("joined() writes neighbouring epochs as one", () => {
  assert.deepEqual(joined([]), []);
  assert.deepEqual(joined(["model"]), ["model"]);
  assert.deepEqual(
    joined([
      "fit/frozen/1",
      "fit/unfrozen/1",
      "fit/unfrozen/2",
      "fit/unfrozen/3",
      "predictions",
      "metrics/f1",
    ]),
    ["fit/frozen/1", "fit/unfrozen/1-3", "predictions", "metrics/f1"],
  );
  assert.deepEqual(joined(["fit/a/1", "fit/a/3"]), ["fit/a/1", "fit/a/3"]);
});

Deno.test("planLines() tells what is to do, what is done and what may be decided", () => {
  assert.deepEqual(
    planLines({
      nodes: [
        { name: "fit/training/1", state: "reuse" },
        { name: "fit/training/2", state: "run" },
        { name: "model", state: "run" },
      ],
      notes: ["A phase may stop"],
    }),
    [
      "To do: fit/training/2, model",
      "Done before: fit/training/1",
      "A phase may stop",
    ],
  );
  assert.deepEqual(planLines({ nodes: [] }), []);
});

Deno.test("planLines() says why the first runs, and from where", () => {
  const model = { name: "model", state: "run", reason: "too" } as const;
  assert.deepEqual(
    planLines({
      nodes: [
        {
          name: "fit/training/2",
          state: "continue",
          from: "epoch 1",
          reason: "fit.batch 2 -> 3",
        },
        model,
      ],
    }),
    [
      "To do: fit/training/2, model",
      "Why: fit.batch 2 -> 3",
      "Going on from epoch 1",
    ],
  );
  // That nothing ran before is no news.
  assert.deepEqual(
    planLines({ nodes: [{ ...model, reason: "no record" }] }),
    ["To do: model"],
  );
});
