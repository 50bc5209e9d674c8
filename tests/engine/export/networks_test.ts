import assert from "node:assert/strict";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import * as leat from "leat";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { traceModel } from "../../../src/engine/export/trace_model.ts";
import { trainedSession } from "../../../src/engine/model/trained_session.ts";
import { answeringForward } from "../../../src/engine/train/forward.ts";
import type { Field } from "../../../src/flow/stage/input.ts";
import { distance, onnxAnswer, tfjsAnswer } from "./_clients.ts";
import { openOnnxRuntime } from "../../_onnx.ts";
import { askedOf, type Case, modelOf, pixels } from "./_models.ts";
import { category, NETWORKS, pictures } from "./_networks.ts";

const runtime = await openOnnxRuntime();
Deno.test.afterAll(async () => await runtime[Symbol.asyncDispose]());

const quantity = { kind: "quantity" as const, classes: [] };
const tags = { kind: "tags" as const, classes: ["sun", "sea"] };

const rows = {
  source: leat.rows([{ id: 1, x: 1, y: 2, word: "a" }], { id: "id" }),
  label: () => 1,
  split: leat.random({ valid: 0.5, seed: 1 }),
  input: leat.features({ continuous: ["x", "y"], categorical: ["word"] }),
  architecture: leat.mlp({ hidden: [6] }),
  loss: leat.mse(),
  fit: leat.constant(1),
};

const CODES = [4, 3];
const columns: readonly Field[] = [
  { name: "continuous", dtype: "float32", shape: [2] },
  { name: "categorical", dtype: "int32", shape: [2], cardinalities: CODES },
];

const CASES: Readonly<Record<string, Case>> = {
  ...NETWORKS,
  "ResNet-18, normalised as its weights ask": {
    pipeline: leat.pipeline(pictures),
    fields: [pixels(32)],
    vocabulary: category,
    normalization: {
      mean: [0.485, 0.456, 0.406],
      deviation: [0.229, 0.224, 0.225],
    },
  },
  "tags of pictures": {
    pipeline: leat.pipeline({
      ...pictures,
      label: () => ["sun"],
      architecture: leat.resnet({ channels: [4], blocks: [1], hidden: 4 }),
      loss: leat.binaryCrossEntropy(),
    }),
    fields: [pixels(16)],
    vocabulary: tags,
  },
  "a number of rows": {
    pipeline: leat.pipeline(rows),
    fields: columns,
    vocabulary: quantity,
  },
  "a linear model of numbers alone": {
    pipeline: leat.pipeline({
      ...rows,
      input: leat.features({ continuous: ["x", "y"] }),
      architecture: leat.mlp({ hidden: [] }),
    }),
    fields: columns.slice(0, 1),
    vocabulary: quantity,
  },
};

for (const [name, each] of Object.entries(CASES)) {
  Deno.test(`${name}: answers are those of Leat, in ONNX Runtime and as a graph model`, async () => {
    const device = await openDevice({ backend: "cpu" });
    try {
      const { model, stages } = await modelOf(each);
      const before = tf.memory().numTensors;
      const graph = await traceModel(model, stages);
      assert.equal(tf.memory().numTensors, before);
      assert.equal(tf.getBackend(), "cpu");
      for (const count of [1, 3]) {
        const rows = askedOf(each.fields, count);
        const session = await trainedSession(tf, model, stages);
        const own = tf.tidy(() => {
          const batch = session.answeringBatch(
            rows.map((values) => Float32Array.from(values)),
            count,
          );
          const forward = answeringForward(tf, session.variables);
          const raw = session.network.forward(forward, batch);
          return [...stages.loss.behaviour.activation(tf, raw).dataSync()];
        });
        session.dispose();
        const feeds = Object.fromEntries(
          each.fields.map(({ name, dtype, shape }, at) => [
            name,
            tf.tensor(
              dtype === "float32" ? rows[at]! : Int32Array.from(rows[at]!),
              [count, ...shape],
              dtype === "float32" ? "float32" : "int32",
            ),
          ]),
        );
        const columns = Math.max(1, each.vocabulary.classes.length);
        assert.equal(own.length, count * columns);
        // Answers differ, or agreement would say little.
        if (own.length > 1) assert.notEqual(own[0], own.at(-1));
        assert.ok(
          distance(own, await onnxAnswer(runtime, graph, feeds)) < 1e-5,
        );
        assert.ok(distance(own, await tfjsAnswer(graph, feeds)) < 1e-5);
        tf.dispose(feeds);
      }
    } finally {
      device.close();
    }
  });
}
