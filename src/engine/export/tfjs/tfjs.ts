import type { Dimension, Dtype, Graph } from "../graph.ts";
import { addNodes } from "./nodes.ts";
import { TYPES } from "./node_def.ts";
import { TfjsGraph } from "./tfjs_graph.ts";

/** Bytes of weights to a file, as tfjs' own converter has it. */
const SHARD_BYTES = 4 * 2 ** 20;

function bytesOf({ dtype, data }: {
  readonly dtype: Dtype;
  readonly data: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
}): Uint8Array<ArrayBuffer> {
  if (dtype === "bool") return Uint8Array.from(data);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** A tensor of the signature: what a client gives or is given. */
function signed(
  name: string,
  dtype: Dtype,
  sides: readonly Dimension[],
): object {
  const dim = sides.map((side) => ({ size: String(side ?? -1) }));
  return { name: `${name}:0`, dtype: TYPES[dtype], tensorShape: { dim } };
}

/**
 * A graph as the files of a tfjs graph model, by name: `model.json` for
 * `tf.loadGraphModel`, and the weights in pieces that a browser keeps.
 *
 * @param metadata what the model says of itself
 * @throws {PipelineError} when an operation has no counterpart there
 */
export function tfjsOf(
  graph: Graph,
  metadata: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, Uint8Array> {
  const tfjs = new TfjsGraph(graph);
  for (const node of graph.nodes) addNodes(tfjs, node);
  const constants = [...tfjs.constants];
  const blob = constants.map(([, constant]) => bytesOf(constant));
  const all = new Uint8Array(blob.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const bytes of blob) {
    all.set(bytes, at);
    at += bytes.length;
  }
  const count = Math.max(1, Math.ceil(all.length / SHARD_BYTES));
  const shards = Array.from({ length: count }, (_, index) =>
    [
      `group1-shard${index + 1}of${count}.bin`,
      all.subarray(index * SHARD_BYTES, (index + 1) * SHARD_BYTES),
    ] as const);
  const last = graph.nodes.at(-1);
  const model = {
    format: "graph-model",
    generatedBy: "leat",
    convertedBy: "leat",
    signature: {
      inputs: Object.fromEntries(
        graph.inputs.map(({ name, dtype, shape }) => [
          name,
          signed(name, dtype === "uint8" ? "int32" : dtype, shape),
        ]),
      ),
      outputs: {
        [graph.output]: signed(
          graph.output,
          last?.dtype ?? "float32",
          last?.shape ?? [],
        ),
      },
    },
    userDefinedMetadata: metadata,
    modelTopology: {
      node: tfjs.nodes,
      library: {},
      versions: { producer: 1 },
    },
    weightsManifest: [{
      paths: shards.map(([name]) => name),
      weights: constants.map(([name, { shape, dtype }]) => ({
        name,
        shape,
        dtype,
      })),
    }],
  };
  const text = new TextEncoder().encode(JSON.stringify(model));
  return new Map([["model.json", text], ...shards]);
}
