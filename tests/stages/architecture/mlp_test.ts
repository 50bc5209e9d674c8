import assert from "node:assert/strict";
import { crossEntropy, mlp } from "../../../mod.ts";
import type { Field } from "../../../src/flow/stage/input.ts";
import { embeddingLength } from "../../../src/stages/architecture/layers/embedding.ts";
import { build, passOver, tf } from "./_networks.ts";

const numbers: Field = { name: "continuous", dtype: "float32", shape: [3] };
const words: Field = {
  name: "categorical",
  dtype: "int32",
  shape: [2],
  cardinalities: [10, 3],
};

Deno.test("mlp() has fastai's default layers", () => {
  assert.deepEqual(mlp().params, { hidden: [200, 100] });
});

Deno.test("mlp() has fastai's tabular layers: embeddings, norm, and linear, ReLU, norm", async () => {
  const { variables, layers } = await build(
    mlp({ hidden: [7] }),
    [numbers, words],
    4,
  );
  assert.deepEqual(
    variables.filter(({ role }) => role !== "statistic")
      .map(({ name, shape, role }) => [name, shape, role]),
    [
      ["embeds.0.weight", [10, 6], "weight"],
      ["embeds.1.weight", [3, 3], "weight"],
      ["bn_cont.weight", [3], "norm"],
      ["bn_cont.bias", [3], "norm"],
      ["layers.0.0.weight", [12, 7], "weight"],
      ["layers.0.2.weight", [7], "norm"],
      ["layers.0.2.bias", [7], "norm"],
      ["layers.1.0.weight", [7, 4], "weight"],
      ["layers.1.0.bias", [4], "bias"],
    ],
  );
  assert.ok(variables.every(({ group }) => group === 0));
  assert.deepEqual(layers.at(-1), { name: "layers.1.0", shape: [4] });
});

Deno.test("embeddingLength() is fastai's rule", () => {
  // min(600, round(1.6 n^0.56)), by hand.
  for (
    const [cardinality, length] of [[2, 2], [3, 3], [10, 6], [43, 13], [
      100,
      21,
    ], [
      1000,
      77,
    ], [1e6, 600]] as const
  ) assert.equal(embeddingLength(cardinality), length);
});

Deno.test("mlp() without hidden layers is a linear model", async () => {
  const { variables, forward } = await build(mlp({ hidden: [] }), [numbers]);
  const values = new Map(variables.map(({ name, init, shape }) => [
    name,
    name === "layers.0.0.weight"
      ? Float32Array.from([1, 2, 3, 4, 5, 6])
      : name === "layers.0.0.bias"
      ? Float32Array.from([0.5, -0.5])
      : init(undefined as never) ?? new Float32Array(shape),
  ]));
  const pass = passOver(variables, values);
  const continuous = tf.tensor2d([[1, 0, -1]]);
  const output = tf.tidy(() => forward(pass.forward, { continuous }));
  const scale = 1 / Math.sqrt(1 + 1e-5); // running variance 1
  const [left = NaN, right = NaN] = output.dataSync();
  assert.ok(Math.abs(left - (scale * (1 - 5) + 0.5)) < 1e-5);
  assert.ok(Math.abs(right - (scale * (2 - 6) - 0.5)) < 1e-5);
  tf.dispose([output, continuous]);
  pass.dispose();
});

Deno.test("mlp() shows what it reads, as the layer before the first", async () => {
  const { variables, layers, forward } = await build(
    mlp({ hidden: [] }),
    [numbers, words],
  );
  assert.deepEqual(layers.find(({ name }) => name === "columns"), {
    name: "columns",
    shape: [12],
  });
  const pass = passOver(variables);
  const batch = {
    continuous: tf.tensor2d([[1, 2, 3]]),
    categorical: tf.tensor2d([[1, 2]], [1, 2], "int32"),
  };
  const seen: (readonly [string, readonly number[]])[] = [];
  const raw = tf.tidy(() =>
    forward({
      ...pass.forward,
      tap: (name, made) => {
        seen.push([name, made.shape]);
        return made;
      },
    }, batch)
  );
  assert.deepEqual(seen[0], ["columns", [1, 12]]);
  tf.dispose([raw, ...Object.values(batch)]);
  pass.dispose();
});

Deno.test("mlp() looks words up, and learns the rows that it met", async () => {
  const { variables, forward } = await build(mlp({ hidden: [] }), [words]);
  assert.equal(variables.some(({ name }) => /^bn_cont/.test(name)), false);
  const pass = passOver(variables);
  const categorical = tf.tensor2d([[1, 2], [1, 0], [7, 0]], [3, 2], "int32");
  const targets = tf.tensor2d([[1, 0], [0, 1], [1, 0]]);
  const table = pass.forward.variable("embeds.0.weight");
  const learn = tf.grad((table) => {
    const forwardWith = {
      ...pass.forward,
      variable: (name: string) =>
        name === "embeds.0.weight" ? table : pass.forward.variable(name),
    };
    const outputs = forward(forwardWith, { categorical });
    return tf.mean(crossEntropy().behaviour.perItem(tf, outputs, targets));
  });
  const gradient = learn(table);
  const rows = await gradient.array() as number[][];
  rows.forEach((row, code) => {
    const met = code === 1 || code === 7;
    assert.equal(row.some((each) => each !== 0), met, `code ${code}`);
  });
  tf.dispose([gradient, categorical, targets]);
  pass.dispose();
});

Deno.test("mlp() reads columns and nothing else", async () => {
  const pixels: Field = { name: "pixels", dtype: "uint8", shape: [8, 8, 3] };
  const more: Field = { ...numbers, name: "more" };
  for (
    const [fields, given] of [
      [[], "nothing"],
      [[pixels], "pixels"],
      [[numbers, pixels], "continuous, pixels"],
      [[numbers, more], "continuous, more"],
    ] as const
  ) {
    await assert.rejects(build(mlp(), fields), {
      name: "PipelineError",
      message:
        `Cannot build mlp: it reads columns, and the input gives ${given}`,
    });
  }
});

Deno.test("mlp() says which field a batch lacks", async () => {
  const { variables, forward } = await build(mlp(), [numbers, words]);
  const pass = passOver(variables);
  const continuous = tf.tensor2d([[1, 2, 3]]);
  assert.throws(() => tf.tidy(() => forward(pass.forward, { continuous })), {
    name: "TypeError",
    message: 'Cannot run the network: no field "categorical"',
  });
  continuous.dispose();
  pass.dispose();
});
