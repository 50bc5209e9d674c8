import assert from "node:assert/strict";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import * as leat from "leat";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { EXPLAINS } from "../../../src/engine/export/node_names.ts";
import { traceExplained } from "../../../src/engine/export/trace_model.ts";
import { Explainer } from "../../../src/engine/insight/explanation.ts";
import {
  explainedColumn,
  mapRows,
} from "../../../src/engine/insight/explained.ts";
import { trainedSession } from "../../../src/engine/model/trained_session.ts";
import { answeringForward } from "../../../src/engine/train/forward.ts";
import { tfjsModel } from "./_clients.ts";
import { askedOf, type Case, modelOf, pixels } from "./_models.ts";
import { category, NETWORKS, pictures } from "./_networks.ts";

const CASES: Readonly<Record<string, Case>> = {
  ...NETWORKS,
  "a head alone": {
    pipeline: leat.pipeline({
      ...pictures,
      architecture: leat.resnet({ channels: [4, 8], blocks: [1, 1] }),
    }),
    fields: [pixels(32)],
    vocabulary: category,
  },
  "a head and the blocks before it": {
    pipeline: leat.pipeline({
      ...pictures,
      architecture: leat.resnet({ channels: [4, 8, 16], blocks: [1, 1, 2] }),
    }),
    fields: [pixels(16)],
    vocabulary: category,
  },
  "tags": {
    pipeline: leat.pipeline({
      ...pictures,
      label: () => ["sun"],
      architecture: leat.resnet({ channels: [4], blocks: [1], hidden: [] }),
      loss: leat.binaryCrossEntropy(),
    }),
    fields: [pixels(16)],
    vocabulary: { kind: "tags" as const, classes: ["sun", "sea"] },
  },
};

for (const [name, each] of Object.entries(CASES)) {
  Deno.test(`${name}: a graph explains answers as Leat does`, async () => {
    const device = await openDevice({ backend: "cpu" });
    try {
      const { model, stages } = await modelOf(each);
      const before = tf.memory().numTensors;
      const { graph, explanation, why } = await traceExplained(model, stages);
      assert.ok(explanation, why);
      assert.equal(tf.memory().numTensors, before);
      const { from, layer, view, grid } = explanation;

      const [bytes] = askedOf(each.fields, 1);
      const session = await trainedSession(tf, model, stages);
      const batch = session.answeringBatch([Float32Array.from(bytes!)], 1);
      const outputs = tf.tidy(() => {
        const forward = answeringForward(tf, session.variables);
        const raw = session.network.forward(forward, batch);
        return [...stages.loss.behaviour.activation(tf, raw).dataSync()];
      });
      const classes = each.vocabulary.classes.map(String);
      const explainer = new Explainer(session, classes);
      const [own] = await explainer.explain(batch, [outputs]) ?? [];
      assert.ok(own);
      tf.dispose(Object.values(batch));
      session.dispose();
      assert.deepEqual({ layer, view, grid }, {
        layer: own.layer,
        view: own.view,
        grid: own.grid,
      });

      const network = await tfjsModel(graph);
      const explains = await tfjsModel(explanation.graph);
      const pixels = tf.tensor(Int32Array.from(bytes!), [
        1,
        ...each.fields[0]!.shape,
      ], "int32");
      const values = tf.tidy(() => {
        const seen = network.execute({ pixels }, from) as tf.Tensor;
        const column = explainedColumn(each.vocabulary.kind, outputs);
        const chosen = tf.tensor2d([outputs.map((_, at) => +(at === column))]);
        const given = { [EXPLAINS.seen]: seen, [EXPLAINS.chosen]: chosen };
        return (explains.execute(given, EXPLAINS.map) as tf.Tensor).dataSync();
      });
      pixels.dispose();
      network.dispose();
      explains.dispose();
      const map = mapRows(Float32Array.from(values), own.map[0]!.length);
      assert.equal(map.length, own.map.length);
      assert.ok(own.map.flat().includes(1), "something speaks for it");
      map.flat().forEach((value, at) =>
        // Rounded to three digits.
        assert.ok(Math.abs(value - own.map.flat()[at]!) <= 0.0011)
      );
    } finally {
      device.close();
    }
  });
}

Deno.test("a graph that cannot explain answers says why, and answers all the same", async () => {
  const device = await openDevice({ backend: "cpu" });
  try {
    const { model, stages } = await modelOf({
      pipeline: leat.pipeline(pictures),
      // So small that only what comes before its pooling says where.
      fields: [pixels(8)],
      vocabulary: category,
    });
    const { graph, explanation, why } = await traceExplained(model, stages);
    assert.equal(graph.output, "probabilities");
    assert.equal(explanation, undefined);
    assert.match(why ?? "", /"MaxPoolGrad" has no counterpart there$/);
  } finally {
    device.close();
  }
});
