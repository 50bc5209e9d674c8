import assert from "node:assert/strict";
import { fromTorch } from "../../../src/flow/stage/layout.ts";
import type { Tensor } from "../../../src/flow/stage/tensors.ts";
import { startValues, Variables } from "../../../src/engine/train/variables.ts";
import { planBatch } from "../../../src/engine/train/memory.ts";
import {
  answeringForward,
  trainingForward,
} from "../../../src/engine/train/forward.ts";
import { withFrozenNorms } from "../../../src/engine/train/frozen.ts";
import { layersModelFile } from "../../../src/stages/architecture/_layers_topology.ts";
import { layersBody } from "../../../src/stages/architecture/_layers_body.ts";
import { layersModel } from "../../../mod.ts";
import {
  branched,
  outputAt,
  save,
  type Saved,
  straight,
} from "./layers_models.ts";
import { build, drawn, images, passOver, reading, tf } from "./_networks.ts";

const MODEL = "mobile/model.json";
const saved = {
  branched: await save(branched()),
  straight: await save(straight()),
};

/** The body alone, with the values of its files. */
async function bodyOf({ files }: Saved, cut: string, size = 8, random = false) {
  const [field] = images(size);
  const { placed, pretrained } = await layersBody(
    { model: MODEL, cut, random, field: field! },
    {
      fields: [field!],
      outputs: 2,
      tf,
      read: reading(files),
    },
  );
  return { placed, pretrained };
}

/** The files with a changed `model.json`. */
function changed(
  { model, files }: Saved,
  change: (file: ReturnType<typeof layersModelFile.parse>) => void,
): Saved {
  const file = layersModelFile.parse(
    JSON.parse(new TextDecoder().decode(files[MODEL])),
  );
  change(file);
  const bytes = new TextEncoder().encode(JSON.stringify(file));
  return { model, files: { ...files, [MODEL]: bytes } };
}

const without = ({ model, files }: Saved, name: string): Saved => ({
  model,
  files: Object.fromEntries(
    Object.entries(files).filter(([each]) => each !== name),
  ),
});

for (
  const [kind, cut] of [
    ["branched", "join"],
    ["branched", "deep_relu"],
    ["branched", "thin"],
    ["branched", "photo"],
    ["straight", "two"],
    ["straight", "one"],
  ] as const
) {
  Deno.test(`layersModel() cut at "${cut}" computes what the ${kind} model computes there`, async () => {
    const { placed, pretrained } = await bodyOf(saved[kind], cut);
    const pass = passOver(placed.variables, await pretrained());
    const input = drawn("images", [2, 8, 8, 3]);
    const output: Tensor = tf.tidy(() =>
      tf.clone(placed.forward(pass.forward, tf.tensor(input, [2, 8, 8, 3])))
    );
    assert.deepEqual(output.shape.slice(1), [...placed.output]);
    const expected = outputAt(saved[kind].model, cut, input, 8);
    const actual = output.dataSync();
    assert.equal(actual.length, expected.length);
    expected.forEach((each, at) =>
      assert.ok(Math.abs((actual[at] ?? NaN) - each) < 1e-5)
    );
    output.dispose();
    pass.dispose();
  });
}

Deno.test("layersModel() reads images of another size than the model did", async () => {
  const { placed, pretrained } = await bodyOf(saved.branched, "join", 13);
  assert.deepEqual(placed.output, [7, 7, 4]);
  const pass = passOver(placed.variables, await pretrained());
  const output = tf.tidy(() =>
    tf.clone(placed.forward(pass.forward, tf.ones([1, 13, 13, 3])))
  );
  assert.deepEqual(output.shape, [1, 7, 7, 4]);
  output.dispose();
  pass.dispose();
});

Deno.test("layersModel() has two groups: the body with tfjs' names, and fastai's head", async () => {
  const stage = layersModel(MODEL, { cut: "join", hidden: 6 });
  assert.equal(stage.behaviour.groups, 2);
  assert.deepEqual(stage.behaviour.weights, { at: MODEL });
  const network = await build(stage, images(8), 3, saved.branched.files);
  assert.deepEqual(
    network.variables.map(({ name, role, group }) => [name, role, group]),
    [
      ["stem/kernel", "weight", 0],
      ["stem/bias", "bias", 0],
      ["deep/depthwise_kernel", "weight", 0],
      ["deep_bn/gamma", "norm", 0],
      ["deep_bn/beta", "norm", 0],
      ["deep_bn/moving_mean", "statistic", 0],
      ["deep_bn/moving_variance", "statistic", 0],
      ["head.2.weight", "norm", 1],
      ["head.2.bias", "norm", 1],
      ["head.2.running_mean", "statistic", 1],
      ["head.2.running_var", "statistic", 1],
      ["head.4.weight", "weight", 1],
      ["head.6.weight", "norm", 1],
      ["head.6.bias", "norm", 1],
      ["head.6.running_mean", "statistic", 1],
      ["head.6.running_var", "statistic", 1],
      ["head.8.weight", "weight", 1],
    ],
  );
  assert.deepEqual(
    network.layers.find(({ name }) => name === "stem")?.shape,
    [4, 4, 4],
  );
  const start = await network.pretrained?.();
  assert.deepEqual(start?.normalization, {
    mean: [0.5, 0.5, 0.5],
    deviation: [0.5, 0.5, 0.5],
  });
  assert.deepEqual(
    start?.values.get("stem/kernel"),
    drawn("stem/kernel", [3, 3, 3, 4]),
  );
  // Not torch's layout: a model's file holds them as they are.
  const kernel = network.variables[0]!;
  const values = new Float32Array(3 * 3 * 3 * 4);
  assert.equal(fromTorch(kernel, values), values);
});

Deno.test("layersModel() is planned for memory layer by layer", async () => {
  const stage = layersModel(MODEL, { cut: "join", hidden: 6 });
  const network = await build(stage, images(8), 2, saved.branched.files);
  // The largest is the image itself, of 8 by 8 by 3 numbers.
  const limits = { maxStorageBufferBindingSize: 8000, maxBufferSize: 1e9 };
  assert.deepEqual(planBatch([], network, 10, limits).parts, [10]);
  const { parts, largest } = planBatch([], network, 12, limits);
  assert.deepEqual(parts, [6, 6]);
  assert.equal(largest.layer, "photo");
});

Deno.test("layersModel() in training moves the engine's statistics, draws nothing and keeps no tensor", async () => {
  const before = tf.memory().numTensors;
  const { placed, pretrained } = await bodyOf(saved.branched, "thin");
  const variables = new Variables(
    tf,
    placed.variables,
    startValues(placed.variables, await pretrained(), 1),
  );
  const start = await variables.read();
  const train = () => {
    const forward = trainingForward(tf, variables, { seed: 1, step: 0 });
    const { value, grads } = tf.variableGrads(
      () =>
        tf.mean(
          placed.forward(
            forward,
            tf.tensor(drawn("images", [2, 8, 8, 3]), [2, 8, 8, 3]),
          ),
        ),
      ["stem/kernel", "deep/depthwise_kernel", "deep_bn/gamma"].map((name) =>
        variables.get(name)
      ),
    );
    const numbers = [value, ...Object.values(grads)].map((each) => [
      ...each.dataSync(),
    ]);
    tf.dispose([value, grads]);
    return numbers;
  };
  const first = train();
  assert.ok(first.every((each) => each.some((x) => x !== 0)));
  const moved = await variables.read();
  for (const { name, role } of placed.variables) {
    const same = `${moved.get(name)}` === `${start.get(name)}`;
    assert.equal(same, role !== "statistic", name);
  }
  // The dropout of the model has no seed: it is left out.
  assert.deepEqual(train(), first);
  variables.dispose();
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("layersModel() with frozen norms is in training what it is afterwards, up to where it is cut", async () => {
  const architecture = layersModel(MODEL, { cut: "thin", hidden: 4 });
  const network = await build(architecture, images(8), 2, saved.branched.files);
  const cut = network.cut?.(1);
  assert.ok(cut);
  assert.deepEqual(
    cut.variables.map(({ name }) => name),
    network.variables.filter(({ group }) => group === 0)
      .map(({ name }) => name),
  );
  const { values } = await network.pretrained?.() ?? {};
  const start = startValues(network.variables, values, 1);
  const variables = new Variables(tf, network.variables, start);
  const [field] = images(8);
  const photo = tf.tensor(drawn("images", [2, 8, 8, 3]), [2, 8, 8, 3]);
  const batch = { [field!.name]: photo };
  const freezing = { firstTrainable: 1, freezesNorms: true } as const;
  const passes = [
    withFrozenNorms(
      trainingForward(tf, variables, { seed: 1, step: 0 }),
      network.variables,
      freezing,
    ),
    answeringForward(tf, variables),
  ].map((forward) => tf.tidy(() => cut.before(forward, batch)));
  const [training, answering] = passes.map((each) => [...each.dataSync()]);
  assert.deepEqual(training, answering);
  assert.deepEqual(passes[0]?.shape, [2, ...cut.shape]);
  const after = await variables.read();
  for (const { name } of cut.variables) {
    assert.deepEqual(after.get(name), start.get(name), name);
  }
  tf.dispose([photo, ...passes]);
  variables.dispose();
});

Deno.test("layersModel({ random: true }) takes the form and leaves the weights", async () => {
  const form = { [MODEL]: saved.branched.files[MODEL]! };
  const stage = layersModel(MODEL, { cut: "join", random: true });
  const network = await build(stage, images(8), 2, form);
  const start = await network.pretrained?.();
  assert.equal(start?.values.size, 0);
  const values = startValues(network.variables, start?.values, 1);
  assert.deepEqual(values.get("deep_bn/gamma"), new Float32Array(4).fill(1));
  assert.deepEqual(values.get("stem/bias"), new Float32Array(4));
  assert.deepEqual(
    values.get("deep_bn/moving_variance"),
    new Float32Array(4).fill(1),
  );
});

Deno.test("layersModel() is normalized by one number a colour, and divides by none that is 0", () => {
  const make = (numbers: { mean?: number[]; deviation?: number[] }) => () =>
    layersModel("m.json", { cut: "a", ...numbers });
  const refusals = [
    [make({ mean: [0.5] }), /mean: Too small/],
    [make({ deviation: [1, 1, 1, 1] }), /deviation: Too big/],
    [make({ deviation: [1, 0, 1] }), /deviation.1: Too small/],
  ] as const;
  for (const [call, message] of refusals) {
    assert.throws(call, { name: "PipelineError", message });
  }
});

Deno.test("layersModel() names the layers like a cut that it does not find", async () => {
  await assert.rejects(bodyOf(saved.branched, "deep_rleu"), {
    name: "PipelineError",
    stage: "architecture",
    item: "deep_rleu",
    message:
      `Cannot cut layers model "${MODEL}" at "deep_rleu": it has no such layer`,
    remedy: "Cut at one of deep_relu, deep_bn",
  });
  await assert.rejects(bodyOf(saved.straight, "zzzzzzzzz"), {
    remedy: "Cut at one of one, thin, two, mean",
  });
});

Deno.test("layersModel() is cut where there are rows and columns", async () => {
  await assert.rejects(bodyOf(saved.branched, "flat"), {
    name: "PipelineError",
    message:
      `Cannot cut layers model "${MODEL}" at "flat": its output is [64], not rows, columns and channels`,
    remedy: "Cut at an earlier layer",
  });
});

Deno.test("layersModel() reads as many channels as the model did", async () => {
  const grey = changed(saved.branched, ({ modelTopology }) => {
    const first = modelTopology.config?.layers[0];
    if (first) first.config["batch_input_shape"] = [null, null, 28, 1];
  });
  await assert.rejects(bodyOf(grey, "join"), {
    name: "PipelineError",
    message:
      `Cannot use layers model "${MODEL}": it reads [any, 28, 1], and the input gives [8, 8, 3]`,
  });
});

Deno.test("layersModel() says which file is not there", async () => {
  await assert.rejects(bodyOf(without(saved.branched, MODEL), "join"), {
    name: "PipelineError",
    message: `Cannot read weights "${MODEL}": there is no "${MODEL}"`,
  });
  const { pretrained } = await bodyOf(
    without(saved.branched, "mobile/b.bin"),
    "join",
  );
  await assert.rejects(pretrained(), {
    name: "PipelineError",
    message: `Cannot read weights "${MODEL}": there is no "mobile/b.bin"`,
  });
});

Deno.test("layersModel() lists weights that are missing, of another shape, cut short or quantized", async () => {
  const other = changed(saved.branched, ({ weightsManifest: [group] }) => {
    for (const weight of group?.weights ?? []) {
      if (weight.name === "stem/bias") weight.name = "stem/prejudice";
      if (weight.name === "stem/kernel") weight.shape = [3, 3, 4, 3];
      if (weight.name === "deep_bn/gamma") {
        weight.quantization = { dtype: "uint8", min: 0, scale: 1 };
      }
    }
  });
  const { pretrained } = await bodyOf(other, "join");
  await assert.rejects(pretrained(), {
    name: "PipelineError",
    message:
      `Cannot load weights "${MODEL}" into layersModel: missing stem/bias; of another shape stem/kernel ([3,3,4,3], not [3,3,3,4]), deep_bn/gamma (quantized to uint8, not [4])`,
  });
  const { files, model } = saved.straight;
  const short = await bodyOf({
    model,
    files: { ...files, "mobile/b.bin": new Uint8Array(8) },
  }, "two");
  await assert.rejects(
    short.pretrained(),
    /two\/kernel \(cut short, not \[3,3,2,3\]\)/,
  );
});

Deno.test("layersModel() says that a model holds a layer that tfjs has not", async () => {
  const odd = changed(saved.branched, ({ modelTopology }) => {
    const norm = modelTopology.config?.layers.find(({ class_name }) =>
      class_name === "BatchNormalization"
    );
    if (norm) norm.class_name = "Swish";
  });
  await assert.rejects(bodyOf(odd, "join"), {
    name: "PipelineError",
    message: new RegExp(
      `^Cannot build layers model "${MODEL}": Unknown layer: Swish`,
    ),
  });
});

Deno.test("layersModel() says that a file is no layers model", async () => {
  const given = (content: unknown) =>
    bodyOf({
      model: saved.branched.model,
      files: { [MODEL]: new TextEncoder().encode(JSON.stringify(content)) },
    }, "join");
  await assert.rejects(given({ modelTopology: {} }), {
    name: "PipelineError",
    message:
      /^Cannot build layers model "mobile\/model\.json": weightsManifest: Invalid input/,
    remedy: "Give the model.json of a model of tfjs' own layers",
  });
  const graph = { modelTopology: { node: [] }, weightsManifest: [] };
  await assert.rejects(given(graph), {
    message:
      'Cannot build layers model "mobile/model.json": it has no layers, as graph models have none',
  });
});
