import assert from "node:assert/strict";
import * as leat from "../../../mod.ts";
import { describe } from "../../../src/flow/pipeline/describe.ts";
import { override } from "../../../src/flow/pipeline/override.ts";
import { ownStages } from "../../../src/flow/pipeline/stages.ts";
import { figuresOf, watchesOf } from "../../../src/flow/graph/watches.ts";
import { table, untyped } from "../_pipelines.ts";

/** The pipeline of rows, with what it measures and what watches that. */
function watching(
  metrics: typeof table.spec.metrics,
  ...callbacks: readonly leat.Callback[]
) {
  return leat.pipeline({
    ...table.spec,
    metrics: metrics ?? [],
    fit: leat.constant(2, { batch: 2, callbacks }),
  });
}

const betterOf = (pipeline: unknown) =>
  watchesOf(ownStages(untyped(pipeline))).map(({ better }) => better);

Deno.test("less of a loss is better, and of a metric what it says", () => {
  const monitors = ["valid_loss", "train_loss", "error_rate", "accuracy", "f1"];
  const metrics = [
    leat.errorRate(),
    leat.accuracy(),
    leat.f1({ average: "macro" }),
  ];
  assert.deepEqual(
    betterOf(watching(
      metrics,
      ...monitors.map((monitor) => leat.earlyStopping({ monitor })),
    )),
    ["lower", "lower", "lower", "higher", "higher"],
  );
});

Deno.test("less of an error is better, though its name does not hold the word", () => {
  const { fit } = leat.pipeline({
    ...table.spec,
    label: (row) => row.x,
    loss: leat.mse(),
    metrics: [leat.rmse()],
    fit: leat.constant(1, { callbacks: [leat.keepBest({ monitor: "rmse" })] }),
  }).spec;
  const [watch] = watchesOf({ fit, metrics: [leat.rmse()] });
  // fastai would keep the worst epoch: it looks for "loss" and "error".
  assert.equal(watch?.better, "lower");
});

Deno.test("a comparison takes the place of what is known", () => {
  const metrics = [leat.accuracy()];
  assert.deepEqual(
    betterOf(watching(
      metrics,
      leat.keepBest({ comparison: "greater" }),
      leat.earlyStopping({ monitor: "accuracy", comparison: "less" }),
    )),
    ["higher", "lower"],
  );
});

Deno.test("metrics are watched by their names in tables", () => {
  const metrics = [
    leat.f1({ average: "binary", positive: "few" }),
    leat.f1({ average: "binary", positive: "many" }),
  ];
  assert.equal(
    betterOf(watching(metrics, leat.keepBest({ monitor: "f1_2" }))).length,
    1,
  );
});

Deno.test("a name that no epoch has is refused when the pipeline is made", () => {
  assert.throws(
    () => watching([leat.errorRate()], leat.keepBest({ monitor: "errorRate" })),
    {
      name: "PipelineError",
      stage: "fit",
      item: "keepBest",
      message:
        'Cannot monitor "errorRate" in keepBest(): no epoch has such a figure',
      remedy:
        "Name one of valid_loss, train_loss, error_rate, or add the metric to the pipeline",
    },
  );
  assert.throws(
    () => watching([], leat.earlyStopping({ monitor: "accuracy" })),
    { message: /^Cannot monitor "accuracy" in earlyStopping\(\)/ },
  );
});

Deno.test("a name that comes by --set is refused too", () => {
  const stages = override(ownStages(untyped(table)), {
    path: "fit.callbacks",
    value: [{ op: "reduceOnPlateau", monitor: "acuracy" }],
  });
  assert.throws(() => describe(stages), {
    message: /^Cannot monitor "acuracy" in reduceOnPlateau\(\)/,
  });
});

Deno.test("figuresOf() reads losses and metrics, each from its place", () => {
  const row = {
    phase: "training",
    epoch: 1,
    epochs: 1,
    train_loss: 1,
    valid_loss: 2,
    metrics: { accuracy: 3, valid_loss: 4 },
    seconds: 5,
  };
  for (
    const [name, figure] of [
      ["train_loss", 1],
      ["valid_loss", 2],
      ["accuracy", 3],
      ["seconds", NaN],
    ] as const
  ) {
    assert.deepEqual(figuresOf([row], name), [figure]);
  }
});
