import assert from "node:assert/strict";
import * as leat from "leat";
import { override } from "../../../src/flow/pipeline/override.ts";
import { ownStages } from "../../../src/flow/pipeline/stages.ts";
import type { Json } from "../../../src/flow/kinds/json.ts";
import { table, untyped } from "../_pipelines.ts";

const tuned = leat.constant(2, {
  optimizer: leat.adamW({ beta1: 0.8 }),
  learningRate: leat.slice(1e-4, 1e-3),
  callbacks: [
    leat.earlyStopping({ patience: 2 }),
    leat.clipGradients(),
  ],
});

/** A schedule after `--set`, each one after the other. */
function set(
  fit: ReturnType<typeof leat.constant>,
  ...settings: readonly (readonly [path: string, value: Json])[]
) {
  const stages = ownStages(untyped({ spec: { ...table.spec, fit } }));
  return settings.reduce(
    (held, [path, value]) => override(held, { path, value }),
    stages,
  ).fit;
}

Deno.test("--set reaches into what a param holds", () => {
  const params = set(
    tuned,
    ["fit.optimizer.beta2", 0.999],
    ["fit.learningRate.last", 0.01],
    ["fit.callbacks.earlyStopping.patience", 5],
    ["fit.callbacks.1.limit", 0.5],
  ).params;
  assert.deepEqual(params["optimizer"], {
    op: "adamW",
    beta1: 0.8,
    beta2: 0.999,
    epsilon: 1e-5,
  });
  assert.deepEqual(params["learningRate"], leat.slice(1e-4, 0.01));
  assert.deepEqual(params["callbacks"], [
    leat.earlyStopping({ patience: 5 }),
    leat.clipGradients(0.5),
  ]);
});

Deno.test("--set reaches into lists by place", () => {
  const stages = ownStages(untyped({
    spec: { ...table.spec, architecture: leat.mlp({ hidden: [8, 4] }) },
  }));
  const path = "architecture.hidden.1";
  const { architecture } = override(stages, { path, value: 2 });
  assert.deepEqual(architecture.params["hidden"], [8, 2]);
});

Deno.test("--set of another optimizer is as if the pipeline had named it", () => {
  const written = leat.constant(1, { optimizer: leat.sgd() });
  const named = { op: "sgd" };
  for (
    const fit of [
      leat.constant(1),
      leat.constant(1, { optimizer: leat.adamW() }),
    ]
  ) {
    assert.deepEqual(
      set(fit, ["fit.optimizer.op", "sgd"]).params,
      written.params,
    );
    assert.deepEqual(set(fit, ["fit.optimizer", named]).params, written.params);
  }
  const moved = set(
    tuned,
    ["fit.optimizer.op", "sgd"],
    ["fit.optimizer.momentum", 0.9],
    ["fit.weightDecay", 0.1],
  );
  assert.deepEqual(moved.params["optimizer"], leat.sgd({ momentum: 0.9 }));
  assert.equal(moved.params["weightDecay"], 0.1);
  const same = set(tuned, ["fit.optimizer.op", "adamW"]);
  assert.deepEqual(same.params, tuned.params);
});

Deno.test("--set says what is wrong within a param", () => {
  const wrong: readonly (readonly [string, Json, string])[] = [
    ["fit.optimizer.op", "adam", "optimizer.op: must be adamW() or sgd()"],
    ["fit.optimizer", "sgd", "optimizer: must be adamW() or sgd()"],
    ["fit.optimizer.beta3", 1, 'optimizer: Unrecognized key: "beta3"'],
    [
      "fit.callbacks.0.patience",
      0,
      "callbacks.0.patience: Too small: expected number to be >=1",
    ],
  ];
  for (const [path, value, why] of wrong) {
    assert.throws(() => set(tuned, [path, value]), {
      name: "PipelineError",
      message: `Cannot set ${path} to ${JSON.stringify(value)}: ${why}`,
    });
  }
});

Deno.test("--set names what is nearest to a place that is not there", () => {
  const absent = [
    ["fit.callbacks.2.limit", /fit\.callbacks\.1\.limit/],
    [
      "fit.callbacks.keepBest.minDelta",
      /fit\.callbacks\.0\.minDelta|fit\.callbacks\.earlyStopping\.minDelta/,
    ],
    ["fit.epochs.count", /fit\.epochs/],
    ["fit.optimiser.beta2", /fit\.optimizer\.beta2/],
  ] as const;
  for (const [path, remedy] of absent) {
    assert.throws(() => set(tuned, [path, 1]), {
      name: "PipelineError",
      message: `Cannot set "${path}": no stage has it`,
      remedy,
    });
  }
});
