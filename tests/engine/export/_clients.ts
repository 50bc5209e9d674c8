/**
 * Exported graphs, run by those who know nothing of Leat: ONNX Runtime, and
 * tfjs' own loader of graph models.
 *
 * @module
 */
import "@tensorflow/tfjs-backend-cpu";
import { type GraphModel, loadGraphModel } from "@tensorflow/tfjs-converter";
import * as tf from "@tensorflow/tfjs-core";
import { freeBatch } from "../../../src/engine/export/free_batch.ts";
import type { Graph, GraphInput } from "../../../src/engine/export/graph.ts";
import { onnxOf } from "../../../src/engine/export/onnx/onnx.ts";
import { tfjsOf } from "../../../src/engine/export/tfjs/tfjs.ts";
import { tracedKernels } from "../../../src/engine/export/traced_kernels.ts";
import { TracingBackend } from "../../../src/engine/export/tracing_backend.ts";
import type { OnnxInput, OnnxRuntime } from "../../_onnx.ts";

/** What is given, by name. */
export type Feeds = Readonly<Record<string, tf.Tensor>>;

/** A graph of some operations, as an export makes it of a network. */
export async function graphOf(
  inputs: readonly GraphInput[],
  run: (given: Feeds) => tf.Tensor,
): Promise<Graph> {
  return await TracingBackend.run(tracedKernels, (backend) => {
    const traced = (count: number) =>
      backend.of(
        tf.tidy(() =>
          run(Object.fromEntries(inputs.map(({ name, shape, dtype }) => {
            const whole = dtype === "uint8" ? "int32" : dtype;
            const sides = shape.map((side) => side ?? count);
            return [name, backend.input(name, sides, whole)];
          })))
        ),
      );
    const outputs = [traced(2), traced(3)] as const;
    const names = new Map();
    return Promise.resolve(
      freeBatch({ inputs, outputs, output: "out", names }),
    );
  });
}

/** What ONNX Runtime answers. */
export async function onnxAnswer(
  runtime: OnnxRuntime,
  graph: Graph,
  feeds: Feeds,
): Promise<readonly number[]> {
  const given = graph.inputs.map(({ name, dtype }) => {
    const { shape } = feeds[name]!;
    const input: OnnxInput = { dtype, shape, values: feeds[name]!.dataSync() };
    return [name, input] as const;
  });
  const answers = await runtime.run(
    onnxOf(graph, {}),
    Object.fromEntries(given),
  );
  return answers[graph.output]?.values ?? [];
}

/** Loads a graph as a page would load its files. */
export async function tfjsModel(graph: Graph): Promise<GraphModel> {
  const files = tfjsOf(graph, {});
  const model = JSON.parse(new TextDecoder().decode(files.get("model.json")));
  const [{ paths, weights }] = model.weightsManifest;
  const shards = paths.map((path: string) => files.get(path));
  return await loadGraphModel({
    load: async () => ({
      modelTopology: model.modelTopology,
      signature: model.signature,
      weightSpecs: weights,
      weightData: await new Blob(shards).arrayBuffer(),
    }),
  });
}

/** What tfjs answers, computed by the processor. */
export async function tfjsAnswer(
  graph: Graph,
  feeds: Feeds,
): Promise<readonly number[]> {
  const model = await tfjsModel(graph);
  const answer = model.execute({ ...feeds }, graph.output) as tf.Tensor;
  const values = [...answer.dataSync()];
  answer.dispose();
  model.dispose();
  return values;
}

/** How far two lists of numbers are from each other at most. */
export function distance(
  a: readonly number[],
  b: readonly number[],
): number {
  if (a.length !== b.length) return Infinity;
  return Math.max(0, ...a.map((each, at) => Math.abs(each - b[at]!)));
}
