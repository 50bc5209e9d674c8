import type { DataId, TensorInfo } from "@tensorflow/tfjs-core";
import type { Backend } from "../program.ts";
import { widened } from "./copies.ts";
import { areHalves } from "./storage.ts";

/** The floats that halves stand for, in one row. */
function wide(backend: Backend, dataId: DataId): TensorInfo {
  // Two of them are what tfjs takes for an integer.
  const [pairs = 0] = backend.tensorMap.get(dataId).shape;
  return widened(backend, { dataId, dtype: "float32", shape: [2 * pairs] });
}

/**
 * Gives kernels of tfjs floats where a tensor's numbers are halves, and whoever
 * reads them back, too. Kernels of ours say that they mean the halves: they call
 * them integers.
 */
export function guardHalves(backend: Backend): void {
  const { read, runWebGPUProgram } = backend;
  backend.read = async (dataId) => {
    if (!areHalves({ dataId })) return await read.call(backend, dataId);
    const floats = wide(backend, dataId);
    try {
      return await read.call(backend, floats.dataId);
    } finally {
      backend.disposeData(floats.dataId);
    }
  };
  backend.runWebGPUProgram = (program, inputs, ...rest) => {
    const made: DataId[] = [];
    const floats = inputs.map((input) => {
      if (input.dtype === "int32" || !areHalves(input)) return input;
      const { dataId } = wide(backend, input.dataId);
      made.push(dataId);
      return { ...input, dataId };
    });
    const result = runWebGPUProgram.call(backend, program, floats, ...rest);
    for (const dataId of made) backend.disposeData(dataId);
    return result;
  };
}
