/**
 * Copies of tensors that are stored otherwise: one shader, whose buffers are
 * floats or halves.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Tensor, TensorInfo } from "@tensorflow/tfjs-core";
import { toTensor } from "../_to_tensor.ts";
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
    invocations: tf.util.sizeFromShape(x.shape) / 4,
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

/** The same numbers as floats, of which the gradient is one of floats. */
export function asFloats<R extends Rank>(x: Tensor<R>): Tensor<R> {
  if (!areHalves(x)) return x;
  // What tfjs knows as its backend is the one that device/ made.
  const backend = tf.backend() as unknown as Backend;
  const widen = tf.customGrad((x) => ({
    value: toTensor(widened(backend, x as Tensor)),
    gradFunc: (dy) => dy.clone(),
  }));
  return widen(x) as Tensor<R>;
}
