import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Tensor } from "@tensorflow/tfjs-core";
import type {
  BatchNormalization,
  EngineOperations,
} from "../../../flow/stage/tensors.ts";
import { areFloats } from "../_floats.ts";
import { toTensor } from "../_to_tensor.ts";
import type { Ending } from "./_normalization.ts";
import { areChannels, fusedBatchNormGradient } from "./fused_batch_norm.ts";
import { areMomentsOf, rowsOf } from "./moments.ts";
import { normalize } from "./normalize.ts";
import { allGradients } from "./normalize_gradient.ts";
import type { Backend } from "../program.ts";

/**
 * `tf.batchNorm`, with one gradient for all of it where a batch is normalised
 * by its own moments: the way through mean and variance is in the formula.
 */
export const batchNorm: typeof tf.batchNorm = <R extends Rank>(
  ...given: Parameters<typeof tf.batchNorm<R>>
): Tensor<R> => {
  const [x, mean, variance, offset, scale, epsilon = 0.001] = given;
  if (
    !(x instanceof tf.Tensor) || !(mean instanceof tf.Tensor) ||
    !(variance instanceof tf.Tensor) || !areMomentsOf(x, mean, variance) ||
    !(offset instanceof tf.Tensor) || !(scale instanceof tf.Tensor)
  ) {
    return tf.batchNorm(...given);
  }
  const used = { mean, variance, offset, scale, epsilon };
  return normalized(x, used, "nothing") as Tensor<R>;
};

/** A batch norm, a sum and a ReLU as one kernel; none where it does not fit. */
export const batchNormRelu: EngineOperations["batchNormRelu"] = (
  x,
  used,
  added,
) => {
  const { mean, variance, offset, scale } = used;
  if (
    tf.getBackend() !== "webgpu" ||
    !areChannels(x, mean, variance, offset, scale) ||
    added && !(areFloats(added) && tf.util.arraysEqual(added.shape, x.shape))
  ) return undefined;
  return normalized(x, used, added ? "sum" : "relu", added);
};

/** @param added the tensor of a sum */
function normalized(
  x: Tensor,
  used: BatchNormalization,
  ending: Ending,
  added?: Tensor,
): Tensor {
  const { mean, variance, offset, scale, epsilon } = used;
  const own = areMomentsOf(x, mean, variance);
  const backwards = own ? gradientsByOwn : gradientsByGiven;
  const addends = added ? [added] : [];
  return tf.customGrad((...given) => {
    // tfjs declares that all are tensors: this follows after them.
    const save = given.at(-1) as unknown as tf.GradSaveFunc;
    const y = toTensor(
      normalize(backendOf(), x, used, rowsOf(x.shape), ending, addends),
    );
    // A ReLU's result would be kept for nothing: it is computed from x.
    const kept = ending === "sum" || ending === "relu" && !own ? [y] : [];
    save([x, mean, variance, offset, scale, ...kept]);
    return {
      value: y,
      gradFunc: (dy: Tensor, saved: Tensor[]) =>
        // Those of the line above.
        backwards(dy, saved as unknown as Saved, epsilon, ending),
    };
  })(x, offset, scale, ...addends);
}

/** What {@linkcode normalized} keeps for its gradient; the last one, if at all. */
type Saved = readonly [
  x: Tensor,
  mean: Tensor,
  variance: Tensor,
  offset: Tensor,
  scale: Tensor,
  y?: Tensor,
];

/** What reaches x, offset, scale and, of a sum, what was added. */
function gradientsByOwn(
  dy: Tensor,
  [x, mean, variance, offset, scale, y]: Saved,
  epsilon: number,
  ending: Ending,
): Tensor[] {
  const { dx, doffset, dscale, dadded } = allGradients(
    backendOf(),
    { dy, x, normalization: { mean, variance, offset, scale, epsilon } },
    rowsOf(x.shape),
    ending,
    y,
  );
  return [dx, doffset, dscale, ...dadded ? [dadded] : []].map(toTensor);
}

/** The same where mean and variance are given, of which none takes a gradient. */
function gradientsByGiven(
  dy: Tensor,
  [x, mean, variance, , scale, y]: Saved,
  epsilon: number,
  ending: Ending,
): Tensor[] {
  const passed = y === undefined ? dy : tf.mul(dy, tf.step(y));
  const attributes = { varianceEpsilon: epsilon };
  const saved = [x, mean, variance, scale];
  const gradients = fusedBatchNormGradient(passed, saved, attributes);
  if (gradients === undefined) {
    throw new TypeError(
      "Cannot differentiate a batch norm: it has no channels",
    );
  }
  const { x: dx, offset, scale: dscale } = gradients;
  return [dx(), offset(), dscale(), ...ending === "sum" ? [passed] : []];
}

/** What tfjs knows as its backend is the one that device/ made. */
function backendOf(): Backend {
  return tf.backend() as unknown as Backend;
}
