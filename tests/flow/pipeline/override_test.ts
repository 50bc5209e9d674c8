import assert from "node:assert/strict";
import { z } from "zod";
import * as leat from "../../../mod.ts";
import { override } from "../../../src/flow/pipeline/override.ts";
import { ownStages } from "../../../src/flow/pipeline/stages.ts";
import type { Json } from "../../../src/flow/kinds/json.ts";
import { photographs, untyped } from "../_pipelines.ts";

const turned = leat.rotate(5);
const stages = ownStages(untyped({
  spec: {
    ...photographs.spec,
    transforms: [turned, leat.flip(), turned],
    metrics: [
      leat.errorRate(),
      leat.f1({ average: "macro" }),
      leat.f1({ average: "binary", positive: "dog" }),
    ],
  },
}));

const set = (path: string, value: Json) => override(stages, { path, value });

Deno.test("override() changes one param and keeps every other stage", () => {
  const changed = set("fit.epochs", 3);
  assert.deepEqual(changed.fit.params, { ...stages.fit.params, epochs: 3 });
  const { fit: _new, ...others } = changed;
  const { fit: _old, ...before } = stages;
  for (const key of Object.keys(before) as (keyof typeof before)[]) {
    assert.equal(others[key], before[key], key);
  }
  const [phase] = changed.fit.behaviour.phases({ groups: 3 }).slice(-1);
  assert.equal(phase?.epochs, 3);
  assert.equal(stages.fit.params["epochs"], 1);
});

Deno.test("override() reaches a listed stage by its name or its place", () => {
  const degrees = ({ transforms }: typeof stages) =>
    transforms.map(({ params }) => params["degrees"]);
  assert.deepEqual(degrees(set("transforms.2.degrees", 9)), [5, undefined, 9]);
  assert.deepEqual(degrees(set("transforms.0.degrees", 9)), [9, undefined, 5]);
  assert.deepEqual(
    degrees(set("transforms.rotate.degrees", 9)),
    [9, undefined, 5],
  );
  const changed = set("transforms.flip.probability", 1);
  assert.equal(changed.transforms[0], stages.transforms[0]);
  assert.equal(changed.transforms[1]?.params["probability"], 1);
  assert.deepEqual(
    set("metrics.2.positive", "cat").metrics.map(({ params }) => params),
    [{}, { average: "macro" }, { average: "binary", positive: "cat" }],
  );
});

Deno.test("override() gives a value to a param that has none", () => {
  const plain = ownStages(untyped({
    spec: { ...photographs.spec, architecture: leat.resnet() },
  }));
  const changed = override(plain, {
    path: "architecture.weights",
    value: "./own.safetensors",
  });
  assert.equal(
    changed.architecture.behaviour.weights?.at,
    "./own.safetensors",
  );
});

Deno.test("override() takes lists", () => {
  const changed = set("architecture.channels", [4, 8, 8, 8]);
  assert.deepEqual(changed.architecture.params["channels"], [4, 8, 8, 8]);
});

Deno.test("override() keeps a stage's own functions", () => {
  const split = leat.byGroup(
    (file: leat.ImageFile) => file.name,
    { valid: 0.5, seed: 1 },
  );
  const own = ownStages(untyped({ spec: { ...photographs.spec, split } }));
  const changed = override(own, { path: "split.seed", value: 2 });
  const item = (name: string) => ({
    id: name,
    item: { media: "image", path: name, name },
    label: "cat",
  });
  const { train, valid } = changed.split.behaviour.divide(
    ["a", "b", "c"].map(item),
  );
  assert.equal(train.length + valid.length, 3);
});

Deno.test("override() says why a value does not fit", () => {
  const wrong: readonly (readonly [string, Json, RegExp])[] = [
    [
      "fit.epochs",
      "3",
      /^Cannot set fit.epochs to "3": epochs: Invalid input: expected number/,
    ],
    ["fit.epochs", 0, /^Cannot set fit.epochs to 0: epochs: Too small/],
    ["fit.epochs", 1.5, /^Cannot set fit.epochs to 1.5: epochs: /],
    ["fit.epochs", null, /^Cannot set fit.epochs to null: epochs: /],
    ["input.method", "cut", /^Cannot set input.method to "cut": method: /],
    [
      "architecture.blocks",
      [1],
      /^Cannot set architecture.blocks to \[1\]: channels and blocks must have the same length$/,
    ],
  ];
  for (const [path, value, message] of wrong) {
    assert.throws(() => set(path, value), {
      name: "PipelineError",
      message,
      item: path,
      remedy: "Give a value that the stage takes",
    });
  }
});

Deno.test("override() names the settings nearest to one that is not there", () => {
  const nearest: readonly (readonly [string, string])[] = [
    ["fit.epoch", "Nearest are fit.epochs, "],
    ["epochs", "Nearest is fit.epochs"],
    ["fine.epochs", "Nearest are fit.epochs, "],
    [
      "transforms.3.degrees",
      "Nearest are transforms.0.degrees, transforms.2.degrees, ",
    ],
    [
      "rotate.degrees",
      "Nearest are transforms.0.degrees, transforms.2.degrees, ",
    ],
    ["metrics.f1.averages", "Nearest are metrics.f1.average, "],
    ["architecture.weight", "Nearest are architecture.weights"],
  ];
  for (const [path, start] of nearest) {
    assert.throws(() => set(path, 1), (error) => {
      assert.ok(error instanceof leat.PipelineError);
      assert.equal(error.message, `Cannot set "${path}": no stage has it`);
      const { remedy = "" } = error;
      assert.ok(remedy.startsWith(start), remedy);
      const named = remedy.replace(/^Nearest (is|are) /, "").split(", ");
      assert.equal(new Set(named).size, named.length);
      return true;
    });
  }
  for (
    const path of ["", ".", "fit", "fit.", "x", "label.x", "fit.a.b.c.d.e"]
  ) {
    assert.throws(() => set(path, 1), { name: "PipelineError", item: path });
  }
  assert.throws(() => set("qqqqqqqq", 1), {
    remedy: "Name a stage and its param, such as fit.epochs",
  });
});

Deno.test("override() sees no param in what every object has", () => {
  for (const name of ["constructor", "__proto__", "toString"]) {
    assert.throws(() => set(`fit.${name}`, 1), { name: "PipelineError" });
  }
});

Deno.test("override() lets errors through that no setting caused", () => {
  const failing = leat.defineStage("loss", {
    op: "failing",
    version: 1,
    params: z.strictObject({ at: z.number() }),
    behave: ({ at }) => {
      if (at > 1) throw new RangeError("a mistake of the stage");
      return stages.loss.behaviour;
    },
  });
  const own = ownStages(untyped({
    spec: { ...photographs.spec, loss: failing({ at: 1 }) },
  }));
  assert.throws(() => override(own, { path: "loss.at", value: 2 }), {
    name: "RangeError",
    message: "a mistake of the stage",
  });
});
