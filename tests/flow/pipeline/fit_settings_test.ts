import assert from "node:assert/strict";
import * as leat from "leat";
import { override } from "../../../src/flow/pipeline/override.ts";
import { ownStages } from "../../../src/flow/pipeline/stages.ts";
import type { Json } from "../../../src/flow/kinds/json.ts";
import { table, untyped } from "../_pipelines.ts";

const stages = ownStages(
  untyped({ spec: { ...table.spec, fit: leat.constant(1) } }),
);

/** The schedule after `--set`. */
function set(path: string, value: Json) {
  return override(stages, { path, value }).fit;
}

Deno.test("--set takes an optimizer and rates as JSON", () => {
  const { params, behaviour } = set("fit.optimizer", {
    op: "adamW",
    beta2: 0.999,
  });
  assert.deepEqual(params["optimizer"], {
    op: "adamW",
    beta2: 0.999,
    epsilon: 1e-5,
  });
  assert.equal(behaviour.optimizer?.op, "adamW");
  const rates = (value: Json) =>
    set("fit.learningRate", value).behaviour.phases({ groups: 2 })[0]?.at(0)
      .rates;
  assert.deepEqual(rates(0.5), [0.5, 0.5]);
  assert.deepEqual(rates([0.25, 0.5]), [0.25, 0.5]);
  assert.deepEqual(rates({ op: "slice", last: 10 }), [1, 10]);
});

Deno.test("--set refuses what is no optimizer, and no rate", () => {
  const message = /^Cannot set fit\./;
  for (
    const [path, value] of [
      ["fit.optimizer", "sgd"],
      ["fit.optimizer", { op: "sgd", nesterov: true }],
      ["fit.learningRate", "0.1"],
      ["fit.learningRate", { op: "slice", first: 1 }],
    ] as const
  ) {
    assert.throws(() => set(path, value), { name: "PipelineError", message });
  }
});
