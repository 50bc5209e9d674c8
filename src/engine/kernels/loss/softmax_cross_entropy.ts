import * as tf from "@tensorflow/tfjs-core";
import type { Tensor, TensorInfo } from "@tensorflow/tfjs-core";
import { areFloats } from "../_floats.ts";
import { bits } from "../_setting.ts";
import { GRADIENT_SHADER, LOSS_SHADER } from "./_softmax_shaders.ts";
import type { Backend } from "../program.ts";
import { type EachShader, runEach } from "../run_each.ts";

const LOSS = "SoftmaxCrossEntropy";
const GRADIENT = "SoftmaxCrossEntropyGradient";

/** What both kernels are told. */
type Smoothing = { readonly smoothing: number };

/** Makes the kernels of {@linkcode losses} known to tfjs; twice is as once. */
export function registerSoftmaxCrossEntropy(): void {
  if (tf.getKernel(LOSS, "webgpu") !== undefined) return;
  register(LOSS, LOSS_SHADER, ({ shape: [items = 0] }) => [items]);
  register(GRADIENT, GRADIENT_SHADER, ({ shape }) => shape);
  tf.registerGradient({
    kernelName: LOSS,
    inputsToSave: ["logits", "targets"],
    gradFunc: (dy, [logits, targets], attrs) => ({
      logits: () => {
        // tfjs types all gradients alike: dy is one tensor, the saved are two.
        const inputs = { logits, targets, dy } as Record<string, Tensor>;
        return tf.engine().runKernel<Tensor>(GRADIENT, inputs, attrs);
      },
    }),
  });
}

function register(
  kernelName: string,
  shader: EachShader,
  shapeOf: (logits: TensorInfo) => readonly number[],
): void {
  tf.registerKernel({
    kernelName,
    backendName: "webgpu",
    kernelFunc: ({ inputs, attrs, backend }) => {
      // tfjs erases the types of all kernels to put them into one registry:
      // these are called from here alone, with what their shaders name.
      const given = inputs as Record<string, TensorInfo>;
      const { smoothing } = attrs as unknown as Smoothing;
      const each = shader.inputs.flatMap((name) => given[name] ?? []);
      const [logits = raise(kernelName)] = each;
      const [items = 0, classes = 0] = logits.shape;
      return runEach(backend as Backend, shader, {
        inputs: each,
        shape: shapeOf(logits),
        uniforms: [classes, bits(1 - smoothing), bits(smoothing / classes)],
        invocations: items,
      });
    },
  });
}

function raise(kernel: string): never {
  throw new TypeError(`Cannot run ${kernel}: no "logits"`);
}

/** Whether both are tensors of floats, `[items, classes]`. */
function areTables(a: unknown, b: unknown): boolean {
  return a instanceof tf.Tensor && b instanceof tf.Tensor && a.rank === 2 &&
    tf.util.arraysEqual(a.shape, b.shape) && areFloats(a, b);
}

const softmaxCrossEntropy = <T extends Tensor, O extends Tensor>(
  ...given: Parameters<typeof tf.losses.softmaxCrossEntropy<T, O>>
): O => {
  const [targets, logits, weights, smoothing = 0, reduction] = given;
  if (
    tf.getBackend() !== "webgpu" || weights !== undefined ||
    reduction !== tf.Reduction.NONE || !areTables(targets, logits)
  ) return tf.losses.softmaxCrossEntropy<T, O>(...given);
  const inputs = { logits: logits as T, targets: targets as T };
  return tf.engine().runKernel(LOSS, inputs, { smoothing }) as O;
};

/**
 * `tf.losses`, with one kernel for the cross-entropy of each item, and one for
 * its gradient by the outputs; the targets get none.
 */
export const losses: typeof tf.losses = { ...tf.losses, softmaxCrossEntropy };
