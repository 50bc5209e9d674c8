import type { Tensor, Tensors } from "../../flow/stage/tensors.ts";

/** Where a rectifier lets values through, of what went into it. */
type Passes = (tf: Tensors, x: Tensor) => Tensor;

const RECTIFIERS: Readonly<Record<string, Passes>> = {
  Relu: (tf, x) => tf.step(x),
  Relu6: (tf, x) => tf.mul(tf.step(x), tf.step(tf.sub(6, x))),
};

/**
 * Runs with gradients that are guided: on their way back through a rectifier,
 * only what is positive goes on, and only where the value was. What is left is
 * what of an image made a value large, and nothing of what made it small.
 *
 * Source: Springenberg et al., "Striving for simplicity", 2015, section 3.4.
 */
export function withGuidedGradients<Result>(
  tf: Tensors,
  run: () => Result,
): Result {
  const own = Object.keys(RECTIFIERS).map((name) => tf.getGradient(name));
  for (const [kernelName, passes] of Object.entries(RECTIFIERS)) {
    tf.unregisterGradient(kernelName);
    tf.registerGradient({
      kernelName,
      inputsToSave: ["x"],
      gradFunc: (dy: Tensor | Tensor[], [x]: Tensor[]) => {
        if (x === undefined || Array.isArray(dy)) {
          throw new TypeError(`Cannot guide through ${kernelName}`);
        }
        return { x: () => tf.mul(tf.relu(dy), passes(tf, x)) };
      },
    });
  }
  try {
    return run();
  } finally {
    for (const each of own) {
      tf.unregisterGradient(each.kernelName);
      tf.registerGradient(each);
    }
  }
}
