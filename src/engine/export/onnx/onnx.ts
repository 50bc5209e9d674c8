import type { Graph } from "../graph.ts";
import { OnnxGraph } from "./onnx_graph.ts";
import { addOperators } from "./operators.ts";
import { encodeOnnx } from "./proto.ts";

/** The version of the set of operators that is used: of December 2022. */
export const OPERATORS = 18;

/**
 * A graph as an ONNX file. Inputs and outputs are those of the graph, images
 * `[batch, height, width, channels]`; inside, channels come first.
 *
 * @param metadata what the file says of itself
 * @throws {PipelineError} when an operation has no counterpart there
 */
export function onnxOf(
  graph: Graph,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const last = graph.nodes.at(-1);
  const turned = last?.shape.length === 4;
  const made = turned ? `${graph.output}/turned` : graph.output;
  const nodes = graph.nodes.map((node) =>
    node === last ? { ...node, name: made } : node
  );
  const onnx = new OnnxGraph({ ...graph, nodes });
  for (const node of nodes) addOperators(onnx, node);
  if (turned) {
    onnx.add("Transpose", [made], { perm: [0, 2, 3, 1] }, graph.output);
  }
  return encodeOnnx({
    operators: OPERATORS,
    producer: "leat",
    name: "model",
    nodes: onnx.nodes,
    tensors: onnx.tensors,
    inputs: graph.inputs.map(({ name, dtype, shape }) => ({
      name,
      type: dtype,
      shape,
    })),
    outputs: [{
      name: graph.output,
      type: last?.dtype ?? "float32",
      shape: last?.shape ?? [],
    }],
    metadata,
  });
}
