import assert from "node:assert/strict";
import { torchShape } from "../../../../src/flow/stage/layout.ts";
import {
  head,
  type HeadPlan,
} from "../../../../src/stages/architecture/layers/head.ts";
import { layersModel, resnet, resnet34 } from "../../../../mod.ts";
import { build, drawn, images, passOver, spread, tf } from "../_networks.ts";

/** A head on 2x2 maps of 3 channels, with 2 outputs. */
function placed(plan?: HeadPlan) {
  return head(2, plan)({ name: "head", group: 2, input: [2, 2, 3] });
}

/** What a head makes of four items in training, and the masks it asked for. */
function run(plan: HeadPlan, training = true) {
  const part = placed(plan);
  const pass = passOver(part.variables, undefined, training);
  const masks: [string, number][] = [];
  const shape = [4, 2, 2, 3];
  const output = tf.tidy(() =>
    part.forward({
      ...pass.forward,
      dropoutMask: (name, shape, rate) => {
        masks.push([name, rate]);
        return pass.forward.dropoutMask(name, shape, rate);
      },
    }, tf.tensor(drawn("features", shape), shape))
  );
  const values = [...output.dataSync()];
  output.dispose();
  pass.dispose();
  return { values, masks };
}

Deno.test("head() has the expected defaults", () => {
  const { variables } = placed();
  assert.deepEqual(
    variables.filter(({ role }) => role === "weight").map((each) => [
      each.name,
      torchShape(each),
    ]),
    [["head.4.weight", [512, 6]], ["head.8.weight", [2, 512]]],
  );
  assert.deepEqual(run({}).masks, [["head.3", 0.25], ["head.7", 0.5]]);
});

Deno.test("head() starts as fastai's: kaiming by inputs, shifts of 0.001, no bias", () => {
  const { variables } = placed({ hidden: 4000 });
  const starts = variables.filter(({ role }) => role !== "weight").map((each) =>
    [each.name, [...new Set(each.init(undefined as never))]] as const
  );
  const norm = (name: string) => [
    [`${name}.weight`, [1]],
    [`${name}.bias`, [Math.fround(1e-3)]],
    [`${name}.running_mean`, [0]],
    [`${name}.running_var`, [1]],
  ];
  assert.deepEqual(starts, [...norm("head.2"), ...norm("head.6")]);
  const { forward, dispose } = passOver(variables);
  const first = spread(
    Float32Array.from(forward.variable("head.4.weight").dataSync()),
  );
  const last = spread(
    Float32Array.from(forward.variable("head.8.weight").dataSync()),
  );
  // Of 24 000 and 8000 draws: within five of their own deviations.
  assert.ok(Math.abs(first.deviation / Math.sqrt(2 / 6) - 1) < 0.025);
  assert.ok(Math.abs(last.deviation / Math.sqrt(2 / 4000) - 1) < 0.04);
  dispose();
});

Deno.test("head() with several hidden layers, or none, counts its steps as fastai does", () => {
  const steps = (plan: HeadPlan) =>
    placed(plan).variables.filter(({ role }) => role === "weight")
      .map((each) => [each.name, torchShape(each)]);
  assert.deepEqual(steps({ hidden: [5, 4] }), [
    ["head.4.weight", [5, 6]],
    ["head.8.weight", [4, 5]],
    ["head.12.weight", [2, 4]],
  ]);
  assert.deepEqual(steps({ hidden: [] }), [["head.4.weight", [2, 6]]]);
  assert.deepEqual(run({ hidden: [5, 4], dropout: 0.4 }).masks, [
    ["head.3", 0.2],
    ["head.7", 0.2],
    ["head.11", 0.4],
  ]);
  assert.deepEqual(run({ hidden: [] }).masks, [["head.3", 0.5]]);
});

Deno.test("head() without dropout asks for no mask", () => {
  assert.deepEqual(run({ dropout: 0 }).masks, []);
});

Deno.test("head() keeps its outputs within a range", () => {
  const { values } = run({ dropout: 0 });
  const { values: within } = run({ dropout: 0, yRange: [-1, 4] });
  within.forEach((value, at) => {
    const expected = 5 / (1 + Math.exp(-(values[at] ?? NaN))) - 1;
    assert.ok(Math.abs(value - expected) < 1e-5);
  });
});

Deno.test("architectures hand options of the head on, and leave those that are absent out", async () => {
  const cases = [
    [resnet34({ hidden: [8, 6], dropout: 0.2, yRange: [0, 1] }), [8, 6]],
    [resnet({ channels: [2], blocks: [1], hidden: [8, 6] }), [8, 6]],
    [resnet({ channels: [2], blocks: [1], hidden: [] }), []],
  ] as const;
  for (const [stage, hidden] of cases) {
    const { layers } = await build(stage, images(32));
    const linear = hidden.map((units, at) => [`head.${4 + 4 * at}`, [units]]);
    assert.deepEqual(
      linear,
      linear.map(([name]) => [
        name,
        layers.find((each) => each.name === name)?.shape,
      ]),
    );
    assert.deepEqual(stage.params.hidden, hidden);
  }
  assert.deepEqual(resnet34().params, {});
  assert.deepEqual(
    layersModel("./model.json", { cut: "x", dropout: 0.2 }).params.dropout,
    0.2,
  );
});

Deno.test("architectures refuse options that are no head", () => {
  for (
    const [wrong, says] of [
      [{ hidden: 0 }, /hidden: Too small/],
      [{ hidden: [4, -1] }, /hidden\.1: Too small/],
      [JSON.parse('{ "hidden": "many" }'), /hidden: must be units of one/],
      [{ dropout: 1 }, /dropout: Too big/],
      [{ yRange: [2, 2] }, /the first of yRange must be less than the second/],
    ] as const
  ) {
    assert.throws(() => resnet34(wrong), {
      name: "PipelineError",
      message: says,
    });
  }
});
