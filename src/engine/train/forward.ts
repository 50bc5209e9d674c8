import type { Forward } from "../../flow/stage/architecture.ts";
import { streamWords } from "../../base/random/stream.ts";
import type { Tensor1D, Tensors } from "../../flow/stage/tensors.ts";
import { change } from "../kernels/change.ts";
import { dropoutMask } from "../kernels/dropout_mask.ts";
import { WEIGHTED_SUM } from "../kernels/optimizer/weighted_sum.ts";
import { type Feeds, feedsOf, onDevice } from "../replay/feeds.ts";
import type { Variables } from "./variables.ts";

/** What decides the draws of a step. */
export interface DropoutMoment {
  readonly seed: number;
  /** Of all epochs, counted from 0. */
  readonly step: number;
  /** Of the batch, counted from 0; the first unless told. */
  readonly part?: number;
}

/** A forward pass that learns: batch statistics, and dropout of one step. */
export function trainingForward(
  tf: Tensors,
  variables: Variables,
  moment: DropoutMoment,
  feeds: Feeds<DropoutMoment> = feedsOf(tf, moment),
): Forward {
  return {
    tf,
    training: true,
    variable: (name) => variables.get(name),
    update: (name, value, { keep, take }) => {
      const weights = onDevice(tf, tf.tensor1d([keep, take]));
      const inputs = { a: variables.get(name), b: value, weights };
      change(tf, WEIGHTED_SUM, inputs, { at: 0 });
      weights.dispose();
    },
    dropoutMask: (name, shape, rate) => {
      const words = feeds.fill({
        shape: [4],
        dtype: "int32",
        numbers: ({ seed, step, part = 0 }) => {
          const place = [step, ...part === 0 ? [] : [part]];
          return streamWords(seed, "dropout", name, ...place);
        },
      }) as Tensor1D;
      const mask = dropoutMask(tf, words, { shape, rate });
      words.dispose();
      return mask;
    },
  };
}

/** A forward pass that answers: running statistics, no dropout. */
export function answeringForward(tf: Tensors, variables: Variables): Forward {
  return {
    tf,
    training: false,
    variable: (name) => variables.get(name),
    update: (name) => {
      throw new TypeError(`Cannot update "${name}" outside of training`);
    },
    dropoutMask: (_name, shape) => tf.ones([...shape]),
  };
}
