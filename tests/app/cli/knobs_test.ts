import assert from "node:assert/strict";
import { Desk, eventsOf } from "../_cli.ts";
import { points } from "../_pipelines.ts";

/** Two epochs, whose rate is a knob: what comes before does not depend on it. */
const turned = points({
  before: `
const rate = leat.knob("learningRate", 0.1, leat.z.number().positive());
const border = leat.knob("border", 0, leat.z.number());`,
  label: '(row) => row.x > border ? "right" : "left"',
  fit: "leat.constant(2, { learningRate: rate / 2, batch: 16 })",
});

Deno.test("--set of a knob does again what it changes, and a run records it", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", turned);
  const first = await desk.train("./p.ts");
  assert.equal(first.code, 0, first.error.message);
  const byDefault = { learningRate: 0.1, border: 0 };
  assert.deepEqual(first.end.knobs, byDefault);
  assert.deepEqual(eventsOf(first.events, "knobs"), [
    { type: "knobs", knobs: byDefault },
  ]);

  const set = (...settings: readonly string[]) =>
    desk.train("./p.ts", settings.flatMap((each) => ["--set", each]));
  const same = await set("learningRate=0.1");
  assert.deepEqual(same.end.executed, []);

  const faster = await set("learningRate=0.2", "learningRate=3e-3");
  assert.equal(faster.code, 0, faster.error.message);
  assert.deepEqual(faster.end.knobs, { learningRate: 0.003, border: 0 });
  assert.deepEqual(faster.end.executed, [
    "fit/training/1",
    "fit/training/2",
    "predictions",
    "metrics/error_rate",
    "model",
  ]);

  const shorter = await set("fit.epochs=1", "learningRate=3e-3");
  assert.equal(shorter.end.history.length, 1);
  assert.deepEqual(shorter.end.knobs, faster.end.knobs);

  const relabelled = await set("border=0.5");
  assert.ok(relabelled.end.executed.includes("label"));
  assert.ok(relabelled.end.reused.includes("source"));
  assert.ok(relabelled.end.reused.includes("input"));

  const shown = await desk.run(["train", "./p.ts"]);
  assert.match(shown.out, /^Knobs: learningRate 0.1, border 0\n/m);
});

Deno.test("a knob is set for a plan and an evaluation as for a run, and compared", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", turned);
  const set = ["--set", "learningRate=0.3"];
  await desk.train("./p.ts");
  const plan = await desk.run(["plan", "./p.ts", ...set]);
  assert.match(plan.out, /^Knobs: learningRate 0.3, border 0\nreuse {2}source/);
  assert.match(
    plan.out,
    /^run {4}fit\/training\/1 .* \(fit\.learningRate 0\.05 -> 0\.15\)$/m,
  );
  const early = await desk.run(["evaluate", "./p.ts", ...set]);
  assert.match(
    early.err,
    /deno task train .\/p\.ts --set learningRate=0\.3\n$/,
  );
  await desk.train("./p.ts", set);
  const judged = await desk.run(["evaluate", "./p.ts", ...set]);
  assert.equal(judged.code, 0, judged.err);
  const wrong = await desk.run(["plan", "./p.ts", "--set", "rate=1"]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, /Cannot set "rate"/);
  const compared = await desk.run(["runs", "compare", "last~1", "last"]);
  assert.match(
    compared.out,
    /\nKnobs\n {2}learningRate 0\.1 -> 0\.3\n\nParams\n {2}fit\.learningRate 0\.05 -> 0\.15\n\nThe first/,
  );
});

Deno.test("a spread keeps a knob, also one of a file that is imported", async () => {
  await using desk = await Desk.open();
  await desk.write("base.ts", turned);
  await desk.write(
    "p.ts",
    `import * as leat from "leat";
import base from "./base.ts";
const units = leat.knob("units", 2, leat.z.int());
export default leat.pipeline({
  ...base.spec,
  architecture: leat.mlp({ hidden: [units * 2] }),
});`,
  );
  const settings = ["--set", "units=3", "--set", "learningRate=0.02"];
  const { code, end, error } = await desk.train("./p.ts", settings);
  assert.equal(code, 0, error.message);
  assert.deepEqual(end.knobs, { learningRate: 0.02, border: 0, units: 3 });
  const model = JSON.parse(await Deno.readTextFile(`${end.model}/model.json`));
  assert.deepEqual(model.description.architecture.params.hidden, [6]);
  assert.equal(model.description.fit.params.learningRate, 0.01);
  assert.equal(model.description.knobs, undefined);
});

Deno.test("--set says what is wrong with a knob, and what is near", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", turned);
  await desk.write(
    "q.ts",
    `import base from "./p.ts";
import { knob, pipeline, z } from "leat";
knob("learningRate", 0.3, z.number());
export default pipeline(base.spec);`,
  );
  const cases: readonly (readonly [string, string, number, RegExp])[] = [
    ["p", "learningrate=1", 2, /Cannot set "learningrate": the file has no /],
    ["p", "learningrate=1", 2, /Nearest are learningRate, fit.learningRate/],
    ["p", "learningRate=-1", 2, /Cannot set learningRate to -1: Too small: /],
    ["p", "learningRate=fast", 2, /to "fast": Invalid input: expected number/],
    ["p", "fit.learningRat=1", 2, /Nearest are fit.learningRate, learningRate/],
    ["q", "border=1", 1, /knob "learningRate" twice: one is 0.1 by default/],
  ];
  for (const [file, setting, exit, expected] of cases) {
    const { code, error } = await desk.train(`./${file}.ts`, [
      "--set",
      setting,
    ]);
    assert.match(`${error.message}. ${error.remedy}`, expected);
    assert.equal(code, exit, setting);
  }
});

Deno.test("stages of one's own have the knobs that were set, in the model too", async () => {
  await using desk = await Desk.open();
  await desk.write(
    "p.ts",
    points({
      before: `
const widthStage = leat.defineStage("metrics", {
  op: "width",
  version: 1,
  params: leat.z.strictObject({ width: leat.z.number() }),
  behave: ({ width }) => ({
    targets: ["category"],
    better: "lower",
    compute: () => width,
  }),
});
const width = leat.knob("width", 2, leat.z.int());`,
      architecture: "leat.mlp({ hidden: [width] })",
      metrics: "[widthStage({ width })]",
    }),
  );
  const { end, error } = await desk.train("./p.ts", ["--set", "width=5"]);
  assert.deepEqual(end.metrics, { width: 5 }, error.message);
  // The file says 2, which would be another network than the model's.
  await desk.write("row.json", '[{ "at": 0, "x": 1, "y": 1 }]');
  const asked = await desk.run(["predict", "./p.ts", "row.json"]);
  assert.equal(asked.code, 0, asked.err);
  assert.match(asked.out, /: (left|right) /);
});
