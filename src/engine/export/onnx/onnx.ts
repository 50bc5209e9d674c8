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
  const onnx = new OnnxGraph(graph);
  const last = graph.nodes.at(-1);
  for (const node of graph.nodes) addOperators(onnx, node);
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
      shape: onnx.inOrder(last?.shape ?? []),
    }],
    metadata,
  });
}
