/**
 * Copies of tensors that are stored otherwise: one shader, whose buffers are
 * floats or halves.
 *
 * @module
 */
import { type TensorInfo, util } from "@tensorflow/tfjs-core";
import type { Backend } from "../program.ts";
import { type EachShader, runEach } from "../run_each.ts";
import { areHalves, inFull, storesHalves } from "./storage.ts";

// Thread: four numbers.
const SHADER: EachShader = {
  key: "storedAs",
  inputs: ["x"],
  uniforms: [],
  main: () => "result[index] = x[index];",
};

function copy(backend: Backend, x: TensorInfo): TensorInfo {
  return runEach(backend, SHADER, {
    inputs: [x],
    shape: x.shape,
    uniforms: [],
    invocations: util.sizeFromShape(x.shape) / 4,
    halves: true,
  });
}

/** The floats that halves stand for. */
export function widened(backend: Backend, halves: TensorInfo): TensorInfo {
  return inFull(() => copy(backend, halves));
}

/** The same numbers in halves, rounded; itself where they are, or none are stored. */
export function narrowed(backend: Backend, x: TensorInfo): TensorInfo {
  return storesHalves() && !areHalves(x) ? copy(backend, x) : x;
}
