import assert from "node:assert/strict";
import {
  knobSettings,
  withSettings,
} from "../../../src/flow/pipeline/settings.ts";
import { ownStages } from "../../../src/flow/pipeline/stages.ts";
import type { Json } from "../../../src/flow/kinds/json.ts";
import { table, untyped } from "../_pipelines.ts";

const stages = ownStages(untyped(table));

const settings = (...all: readonly (readonly [string, Json])[]) =>
  all.map(([path, value]) => ({ path, value }));

Deno.test("a setting without a dot is of a knob, the last of a name counts", () => {
  const set = settings(["rate", 1], ["fit.epochs", 3], ["rate", 2]);
  assert.deepEqual([...knobSettings(set)], [["rate", 2]]);
});

Deno.test("settings of params change stages, those of knobs changed the file", () => {
  const set = settings(["rate", 1], ["fit.epochs", 3]);
  const changed = withSettings(stages, set, { rate: 1 });
  assert.equal(changed.fit.params["epochs"], 3);
  assert.equal(changed.architecture, stages.architecture);
});

Deno.test("a knob that is not there lists the nearest knobs and params", () => {
  const setting =
    (name: string, knobs: Readonly<Record<string, Json>> = {}) => () =>
      withSettings(stages, settings([name, 3]), knobs);
  assert.throws(setting("learningrate", { learningRate: 1, width: 2 }), {
    message: 'Cannot set "learningrate": the file has no such knob',
    remedy: "Nearest are learningRate, fit.learningRate",
    stage: "command",
    item: "learningrate",
  });
  assert.throws(setting("epochs"), { remedy: "Nearest is fit.epochs" });
  assert.throws(setting("toString"), { message: /no such knob/ });
  assert.throws(setting("constructor"), { message: /no such knob/ });
  assert.throws(setting("q"), {
    remedy: /^Name a knob of the file, or a stage/,
  });
});

Deno.test("a param that is not there lists a knob that is near", () => {
  const set = settings(["fit.learningrat", 1]);
  assert.throws(() => withSettings(stages, set, { fitLearningRate: 1 }), {
    message: 'Cannot set "fit.learningrat": no stage has it',
    remedy: "Nearest are fit.learningRate, fitLearningRate",
  });
});
