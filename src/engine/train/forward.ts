import type { Forward } from "../../flow/stage/architecture.ts";
import { stream } from "../../base/random/stream.ts";
import type { Tensors } from "../../flow/stage/tensors.ts";
import type { Variables } from "./variables.ts";

/** A forward pass that learns: batch statistics, and dropout of one step. */
export function trainingForward(
  tf: Tensors,
  variables: Variables,
  { seed, step }: { readonly seed: number; readonly step: number },
): Forward {
  return {
    tf,
    training: true,
    variable: (name) => variables.get(name),
    update: (name, value) => variables.get(name).assign(value),
    dropoutMask: (name, shape, rate) => {
      const random = stream(seed, "dropout", name, step);
      const size = shape.reduce((count, side) => count * side, 1);
      const mask = Float32Array.from(
        { length: size },
        () => random.float() < rate ? 0 : 1,
      );
      return tf.tensor(mask, [...shape], "float32");
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
