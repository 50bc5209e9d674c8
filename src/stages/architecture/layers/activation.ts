import { type Layer, plain } from "./layer.ts";

/** `max(x, 0)`. */
export function relu(): Layer {
  const layer = plain((input) => input, ({ tf }, tensor) => tf.relu(tensor));
  return (place) => ({ ...layer(place), rectifies: true });
}

/** Zeroes a share of the values while training and scales up the rest. */
export function dropout(rate: number): Layer {
  const layer = plain((input) => input, (forward, tensor, name) => {
    if (!forward.training || rate === 0) return tensor;
    const { tf } = forward;
    const mask = forward.dropoutMask(name, tensor.shape, rate);
    return tf.mul(tensor, tf.div(mask, 1 - rate));
  });
  return (place) => ({ ...layer(place), draws: true });
}

/** `sigmoid(x) (high - low) + low`: fastai's `SigmoidRange`. */
export function sigmoidRange(low: number, high: number): Layer {
  return plain(
    (input) => input,
    ({ tf }, tensor) => tf.add(tf.mul(tf.sigmoid(tensor), high - low), low),
  );
}
