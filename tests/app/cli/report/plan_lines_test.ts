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
